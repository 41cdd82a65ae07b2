package dev.attractor.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.spi.ProcessListener;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is remembered of a command that prints to two outputs at once. */
class CommandOutputTest {
  private final CommandOutput output =
      new CommandOutput(
          Redactor.of(
              Map.of("DB_PASSWORD", "precious-first-half\nprecious-other-half"),
              SecretNames.USUAL));
  private final ProcessListener listener = output.alsoTo(new Nowhere(), new Nowhere());

  private static final class Nowhere implements LineLog {
    @Override
    public void line(String line) {
      // nobody reads it
    }

    @Override
    public void event(AgentEvent event) {
      throw new AssertionError(event);
    }

    @Override
    public void close() {
      // there is nothing to close
    }
  }

  @Test
  void aSecretOfTwoLinesIsFoundHoweverTheOutputsMix() {
    listener.stdout("precious-first-half");
    listener.stderr("precious-first-half");
    listener.stdout("precious-other-half");
    listener.stdout("out");
    listener.stderr("precious-other-half");
    listener.stderr("error");

    assertThat(output.tail()).doesNotContain("precious").contains("out\n", "error\n");
    assertThat(output.firstUsefulLine())
        .hasValueSatisfying(line -> assertThat(line).doesNotContain("precious"));
  }

  @Test
  void theFirstLineThatSaysSomethingIsThatOfTheErrors() {
    listener.stdout("");
    listener.stdout("compiling");
    listener.stderr("  ");
    listener.stderr("no such file");
    listener.stderr("another");

    assertThat(output.firstUsefulLine()).hasValue("no such file");
    assertThat(output.tail()).isEqualTo("\ncompiling\n  \nno such file\nanother\n");
  }

  @Test
  void withoutErrorsItIsThatOfTheOutput() {
    listener.stdout("x".repeat(600));

    assertThat(output.firstUsefulLine()).hasValue("x".repeat(500) + "...");
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(output.firstUsefulLine()).isEmpty();
    assertThat(output.tail()).isEmpty();
  }
}
