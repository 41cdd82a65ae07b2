package dev.attractor.engine.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes of it when code of a plugin throws, or gives nothing. */
class PluginDefectTest {
  private static Failure failureOf(Supplier<Failure> work) {
    return PluginDefect.guarded("the provider x", work, failure -> failure);
  }

  private static Supplier<Failure> throwing(Throwable thrown) {
    return () -> {
      switch (thrown) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError("not for a supplier", thrown);
      }
    };
  }

  static Stream<Throwable> defects() {
    return Stream.of(
        new IllegalStateException("thrown"),
        new StackOverflowError("thrown"),
        new NoClassDefFoundError("thrown"),
        new AssertionError("thrown"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void whatCodeOfAPluginThrowsIsItsDefect(Throwable thrown) {
    Failure failure = failureOf(throwing(thrown));

    assertThat(failure.reason()).startsWith("the provider x has a defect").contains("thrown");
    assertThat(failure.failureClass()).isEqualTo(FailureClass.DETERMINISTIC);
  }

  @Test
  @SuppressWarnings("NullAway") // as code that no compiler has held to say so
  void nothingIsADefect() {
    assertThat(failureOf(() -> null).reason())
        .isEqualTo("the provider x has a defect: it gave null");
  }

  @Test
  void troubleOfTheMachineIsNoDefect() {
    assertThatThrownBy(
            () -> failureOf(throwing(new UncheckedIOException(new IOException("no space left")))))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("no space left");
    assertThatThrownBy(() -> failureOf(throwing(new OutOfMemoryError("no memory"))))
        .isInstanceOf(OutOfMemoryError.class);
  }
}
