package dev.attractor.providers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.attractor.providers.claude.ClaudeCli;
import dev.attractor.providers.codex.CodexCli;
import dev.attractor.providers.gemini.GeminiCli;
import java.nio.charset.StandardCharsets;

/**
 * Whatever an agent's program prints, it tells something or nothing. A normal build tries the
 * stored inputs; {@code mvn -Pfuzz test -pl adapters-cli-providers -am
 * -Dfuzz='StreamsFuzzTest#claude'} searches for ten minutes, one program at a time.
 */
class StreamsFuzzTest {
  private static void read(Cli cli, byte[] printed) {
    AgentStream stream = cli.stream();
    new String(printed, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> {
          assertThat(stream.line(line)).isNotNull();
          assertThat(stream.errorLine(line)).isNotNull();
        });
    stream.failure().ifPresent(failure -> assertThat(failure.failureClass()).isNotNull());
    assertThat(stream.session()).isNotNull();
    assertThat(stream.result()).isNotNull();
  }

  @FuzzTest(maxDuration = "10m")
  void claude(byte[] printed) {
    read(new ClaudeCli(), printed);
  }

  @FuzzTest(maxDuration = "10m")
  void codex(byte[] printed) {
    read(new CodexCli(), printed);
  }

  @FuzzTest(maxDuration = "10m")
  void gemini(byte[] printed) {
    read(new GeminiCli(), printed);
  }
}
