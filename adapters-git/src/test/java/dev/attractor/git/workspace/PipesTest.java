package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named pipes where git reads files of its own. */
class PipesTest extends GitBench {
  @ParameterizedTest
  @ValueSource(strings = {".gitignore", "d/.gitignore", ".gitattributes"})
  void gitDoesNotWaitAtThem(String name) throws IOException {
    assumeThat(Path.of("/proc/self/wchan")).isReadable();
    Done done =
        run(files -> {
          Files.writeString(files.resolve("one.txt"), "1\n");
          Files.createDirectories(files.resolve(name).getParent());
          Files.writeString(files.resolve(name).resolveSibling("two.txt"), "2\n");
          git(files, "-c", "alias.pipe=!mkfifo " + name, "pipe");
        });

    assertThat(changed()).contains("one.txt", "two.txt").doesNotContain(".git");
    assertThat(worktree.resolve(name)).doesNotExist();
    assertThat(done.files().warnings()).singleElement().asString().contains(name, "named pipe");
  }
}
