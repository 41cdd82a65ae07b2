package dev.attractor.cli;

import dev.attractor.testkit.llm.MockLlm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code attractor dev mock-llm}. The server lies in the testkit, which the launcher adds to the
 * program only for this command: it would cost every other one start-up time.
 */
@Command(
    name = "mock-llm",
    description = {
      "Plays the models of claude, codex and gemini, so that a pipeline can be tried with the real"
          + " programs and without an account.",
      "Prints what to set in the shell in which the pipeline is run, and answers until Ctrl-C."
    })
final class MockLlmCommand implements Callable<Integer> {
  private static final Duration LONG = Duration.ofDays(1);

  private final Terminal terminal;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port on 127.0.0.1. Default: a free one.")
  private int port;

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = {
        "What it answers: YAML, a list of lines such as",
        "  - {when: words of the prompt, times: 1, fail: 429}",
        "  - {write: {file: hello.txt, content: hello}, say: done}",
        "A line has one of say, write, fail, break_off, silent. The first one that is for the"
            + " request and not used up is given. Default: it says All done."
      })
  private @Nullable Path script;

  MockLlmCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<MockLlm.Line> lines =
        script == null
            ? List.of(new MockLlm.Line("", 0, new MockLlm.Says("All done.")))
            : MockLlmScript.read(terminal.here(script));
    try (MockLlm llm = MockLlm.start(port)) {
      llm.answers(lines);
      terminal.out().printf("export ANTHROPIC_BASE_URL=%s ANTHROPIC_API_KEY=made-up%n", llm.url());
      terminal.out().printf("export OPENAI_BASE_URL=%s/v1 OPENAI_API_KEY=made-up%n", llm.url());
      terminal.out().printf("export GOOGLE_GEMINI_BASE_URL=%s GEMINI_API_KEY=made-up%n", llm.url());
      terminal.out().flush();
      terminal.err().println("answers until Ctrl-C");
      while (!terminal.cancellation().await(LONG)) {
        terminal.err().println("still here");
      }
    }
    return ExitCode.SUCCESS.code();
  }
}
