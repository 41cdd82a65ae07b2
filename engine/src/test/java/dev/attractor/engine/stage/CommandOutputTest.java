package dev.attractor.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import dev.attractor.ports.spi.ProcessListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is remembered of a command that prints to two outputs at once. */
class CommandOutputTest {
  private final CommandOutput output =
      new CommandOutput(
          Redactor.of(
              Map.of("DB_PASSWORD", "precious-first-half\nprecious-other-half"),
              SecretNames.USUAL));
  private final ProcessListener listener = output.alsoTo(new Kept(), new Kept());

  private final List<String> written = new ArrayList<>();

  private final class Kept implements LineLog {
    @Override
    public void line(String line) {
      written.add(line);
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
    listener.caughtUp();

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
    listener.caughtUp();

    assertThat(output.firstUsefulLine()).hasValue("no such file");
    assertThat(output.tail()).isEqualTo("\ncompiling\n  \nno such file\nanother\n");
    assertThat(written).containsExactly("\ncompiling", "  \nno such file\nanother");
  }

  @Test
  void withoutErrorsItIsThatOfTheOutput() {
    listener.stdout("x".repeat(600));
    listener.caughtUp();

    assertThat(output.firstUsefulLine()).hasValue("x".repeat(500) + "...");
  }

  @Test
  void muchIsWrittenBeforeItPauses() {
    for (int i = 0; i < 1_000; i++) {
      listener.stdout("x".repeat(100));
    }

    assertThat(written).hasSize(1);
    assertThat(written.getFirst().length()).isBetween(60_000, 70_000);
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(output.firstUsefulLine()).isEmpty();
    assertThat(output.tail()).isEmpty();
  }
}
