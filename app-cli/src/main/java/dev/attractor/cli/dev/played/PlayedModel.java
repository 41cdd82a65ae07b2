package dev.attractor.cli.dev.played;

import dev.attractor.cli.dev.ModelPlayer;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.ports.AttractorException;
import dev.attractor.testkit.llm.MockLlm;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Plays a model with the server of the testkit. */
public final class PlayedModel implements ModelPlayer {
  private static final Duration LONG = Duration.ofDays(1);

  @Override
  public void play(Terminal terminal, int port, List<Path> scripts) {
    List<MockLlm.Line> lines =
        scripts.isEmpty()
            ? List.of(new MockLlm.Line(MockLlm.When.ALWAYS, 0, new MockLlm.Says("All done.")))
            : scripts.stream().flatMap(script -> MockLlmScript.read(script).stream()).toList();
    try (MockLlm llm = started(port, terminal)) {
      llm.answers(lines);
      say(terminal, "ANTHROPIC_BASE_URL=%s ANTHROPIC_API_KEY=made-up", llm.url());
      say(terminal, "OPENAI_BASE_URL=%s/v1 OPENAI_API_KEY=made-up", llm.url());
      say(terminal, "GOOGLE_GEMINI_BASE_URL=%s GEMINI_API_KEY=made-up", llm.url());
      terminal.out().flush();
      terminal.err().println("answers until Ctrl-C");
      while (!terminal.cancellation().await(LONG)) {
        terminal.err().println("still here");
      }
    }
  }

  private static MockLlm started(int port, Terminal terminal) {
    try {
      return MockLlm.start(port, terminal.err()::println);
    } catch (UncheckedIOException e) {
      throw AttractorException.usage(
          "cannot answer on port %d of 127.0.0.1: %s".formatted(port, e.getMessage()),
          "name another --port, or none for a free one");
    }
  }

  private static void say(Terminal terminal, String variables, String url) {
    terminal.out().println("export " + variables.replace("%s", url));
  }
}
