package dev.attractor.fs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SEMANTICS §8: {@code @path} as a whole prompt reads that file. */
class FsPipelineFilesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void readsThePipelineAndTheFilesItRefersTo() throws IOException {
    Files.createDirectories(folder.resolve("prompts"));
    Files.writeString(folder.resolve("prompts/a.md"), "Do A.");
    Path file = folder.resolve("p.dot");
    Files.writeString(
        file, "digraph p { a [prompt=\"@prompts/a.md\"] b [prompt=\"@gone\"] c [label=\"@x\"] }");

    assertThat(new FsPipelineFiles().read(file).files())
        .containsOnlyKeys("prompts/a.md")
        .containsEntry("prompts/a.md", "Do A.");
  }

  @Test
  void aMissingPipelineIsNamed() {
    assertThatThrownBy(() -> new FsPipelineFiles().read(folder.resolve("gone.dot")))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("gone.dot");
  }
}
