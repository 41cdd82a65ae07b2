package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.dot.DotFormatter;
import dev.attractor.domain.dot.DotPrinter;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourceText;
import dev.attractor.testkit.generate.Generator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** parse∘print is the identity, for printing from the model and for laying out the text. */
class PrinterPropertiesTest {
  private static final int TRIES = 1_000;

  private record Meaning(
      String name, Map<String, String> graph, List<Object> nodes, List<Object> edges) {}

  private static Pipeline read(String text) {
    return switch (DotReader.read(new SourceText("generated", text))) {
      case Parse.Read(Pipeline pipeline) -> pipeline;
      case Parse.Refused refused -> throw new AssertionError(refused.diagnostics() + "\n" + text);
    };
  }

  private static Map<String, String> values(Attributes attributes) {
    return attributes.all().stream().collect(Collectors.toMap(a -> a.name(), a -> a.value()));
  }

  private static Meaning meaning(Pipeline pipeline) {
    return new Meaning(
        pipeline.name(),
        values(pipeline.attributes()),
        pipeline.nodes().stream()
            .<Object>map(
                n -> List.of(n.id(), n.kind(), n.classes(), n.declared(), values(n.attributes())))
            .toList(),
        pipeline.edges().stream()
            .<Object>map(e -> List.of(e.index(), e.from(), e.to(), values(e.attributes())))
            .toList());
  }

  @Test
  void parseAfterPrintIsTheIdentity() {
    LongStream.rangeClosed(1, TRIES)
        .forEach(seed -> {
          Pipeline pipeline = read(new Generator(seed).pipeline(1 + (int) (seed % 12)));
          assertThat(meaning(read(DotPrinter.print(pipeline))))
              .as("seed %d", seed)
              .isEqualTo(meaning(pipeline));
        });
  }

  @Test
  void layingOutChangesNoMeaningAndIsDoneOnce() {
    LongStream.rangeClosed(1, TRIES)
        .forEach(seed -> {
          String text = new Generator(seed).pipeline(1 + (int) (seed % 12));
          String formatted = DotFormatter.format(new SourceText("generated", text));
          assertThat(meaning(read(formatted))).as("seed %d", seed).isEqualTo(meaning(read(text)));
          assertThat(DotFormatter.format(new SourceText("again", formatted)))
              .as("seed %d", seed)
              .isEqualTo(formatted);
        });
  }
}
