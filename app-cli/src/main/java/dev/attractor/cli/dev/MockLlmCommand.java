package dev.attractor.cli.dev;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.ports.AttractorException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code attractor dev mock-llm}. Its {@link ModelPlayer} is found by name, since it would cost
 * every other command start-up time: its jar, and all that it needs, are on the class path of this
 * command only.
 */
@Command(
    name = "mock-llm",
    description = {
      "Plays the models of claude, codex and gemini, so that a pipeline can be tried with the real"
          + " programs and without an account.",
      "Prints what to set in the shell in which the pipeline is run, and answers until Ctrl-C."
    })
final class MockLlmCommand implements Callable<Integer> {
  private static final String PLAYER = "dev.attractor.cli.dev.played.PlayedModel";

  private static final int LAST_PORT = 65_535;

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
    if (port < 0 || port > LAST_PORT) {
      throw AttractorException.usage(
          "--port %d is no port".formatted(port), "ports are 1 to %d".formatted(LAST_PORT));
    }
    player(PLAYER).play(terminal, port, Optional.ofNullable(script).map(terminal::here));
    return ExitCode.SUCCESS.code();
  }

  /** Returns a player of the class with this name. */
  static ModelPlayer player(String name) {
    try {
      return Class.forName(name).asSubclass(ModelPlayer.class).getConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw AttractorException.usage(
          "the model that is played is not installed here",
          "it is in the folder lib-dev beside lib, where Attractor was built");
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the model cannot be played", e);
    }
  }
}
