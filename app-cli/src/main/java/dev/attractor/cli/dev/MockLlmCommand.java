package dev.attractor.cli.dev;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code attractor dev mock-llm}. The server lies in the testkit, which the launcher adds to the
 * program only for this command: it would cost every other one start-up time. So this class, which
 * is there for all, mentions none of it.
 */
@Command(
    name = "mock-llm",
    description = {
      "Plays the models of claude, codex and gemini, so that a pipeline can be tried with the real"
          + " programs and without an account.",
      "Prints what to set in the shell in which the pipeline is run, and answers until Ctrl-C."
    })
final class MockLlmCommand implements Callable<Integer> {
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
    PlayedModel.play(terminal, port, Optional.ofNullable(script).map(terminal::here));
    return ExitCode.SUCCESS.code();
  }
}
