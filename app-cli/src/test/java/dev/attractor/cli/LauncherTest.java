package dev.attractor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code attractor}, with a Java that tells what it is started with. */
class LauncherTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path root;

  @BeforeEach
  void build() throws IOException {
    Files.copy(
        Path.of("..", "attractor"), root.resolve("attractor"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(root.resolve("app-cli/target/attractor/lib"));
    Files.createDirectories(root.resolve("jdk/bin"));
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    Path java = root.resolve("jdk/bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case $1 in -XX:AOTCacheOutput=*) exit 1 ;; esac # it has none
        printf '%s\\n' "$@"
        """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  /** Returns what Java is started with. */
  private List<String> java(String... words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(root.resolve("attractor").toString()), Stream.of(words))
                    .toList())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private String toolsForTryingOut() {
    return root.resolve("app-cli/target/attractor/lib-dev").toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev mock-llm --port 0",
        "--debug dev mock-llm",
        "--plugin-path some/folder dev mock-llm",
        "--plugin-path=some/folder --debug dev mock-llm",
      })
  void theCommandDevFindsItsToolsWhateverStandsBeforeIt(String line) throws Exception {
    assertThat(java(line.split(" ", -1)))
        .endsWith(line.split(" ", -1))
        .anyMatch(word -> word.contains(toolsForTryingOut()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run dev", "--plugin-path dev run p.dot", "--version", "logs dev"})
  void noOtherCommandWaitsForThoseTools(String line) throws Exception {
    assertThat(java(line.split(" ", -1)))
        .endsWith(line.split(" ", -1))
        .noneMatch(word -> word.contains(toolsForTryingOut()));
  }

  @Test
  void withoutWordsTheProgramSaysWhatIsMissing() throws Exception {
    assertThat(java()).last().isEqualTo("dev.attractor.cli.Main");
  }
}
