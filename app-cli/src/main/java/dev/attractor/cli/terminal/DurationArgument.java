package dev.attractor.cli.terminal;

import dev.attractor.domain.pipeline.AttributeTypes;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as in pipelines: {@code 250ms}, {@code 90s}, {@code 15m}, {@code 2h}, {@code 1d}. */
public final class DurationArgument implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String value) {
    try {
      return AttributeTypes.parseDuration(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'%s' is not a duration such as 90s, 10m or 2h".formatted(value));
    }
  }
}
