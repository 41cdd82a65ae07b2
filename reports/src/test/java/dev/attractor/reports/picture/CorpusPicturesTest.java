package dev.attractor.reports.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Other people's pipelines: every one that is valid has its picture. */
class CorpusPicturesTest {
  private static final Path CORPUS = Path.of("../../shared/corpus");

  @Test
  void everyValidFileIsDrawnWithItsNodesAndEdgesAndNothingOverlaps() throws Exception {
    assumeTrue(Files.isDirectory(CORPUS), "the corpus is not here");
    DrawnPictures pictures = new DrawnPictures();
    int drawn = 0;
    for (Path file : files()) {
      Optional<Pipeline> valid = valid(file);
      if (valid.isEmpty()) {
        continue;
      }
      Pipeline pipeline = valid.get();
      Element svg = Pictures.svg(pipeline);

      assertThat(Pictures.nodes(svg))
          .as(file.toString())
          .containsExactlyElementsOf(
              pipeline.nodes().stream().map(node -> node.id().value()).toList());
      assertThat(Pictures.edges(svg))
          .as(file.toString())
          .containsExactlyElementsOf(
              pipeline.edges().stream().map(e -> e.from() + ">" + e.to()).toList());
      assertThat(Pictures.overlaps(svg)).as(file.toString()).isEmpty();
      assertThat(pictures.png(pipeline, Optional.empty()))
          .as(file.toString())
          .hasSizeGreaterThan(1);
      drawn++;
    }
    assertThat(drawn).as("valid files").isGreaterThan(20);
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files.filter(file -> file.toString().endsWith(".dot")).sorted().toList();
    }
  }

  private static Optional<Pipeline> valid(Path file) throws IOException {
    SourceText source = new SourceText(file.toString(), Files.readString(file));
    return switch (new PipelineCompiler(StandardRules.all())
        .compile(new PipelineSource(source, Map.of()))) {
      case Compilation.Compiled compiled -> Optional.of(compiled.pipeline().graph());
      case Compilation.Rejected _ -> Optional.empty();
    };
  }
}
