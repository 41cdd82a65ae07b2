package dev.attractor.cli.dev;

import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.options;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.ports.AttractorException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code attractor dev mock-llm}. Its {@link ModelPlayer} is found by name, since it would cost
 * every other command start-up time: its jar, and all that it needs, are on the class path of this
 * command only.
 */
final class MockLlmCommand implements ProgramCommand {
  private static final String PLAYER = "dev.attractor.cli.dev.played.PlayedModel";

  private static final int LAST_PORT = 65_535;

  private final Terminal terminal;

  private int port;
  private List<Path> scripts = List.of();

  MockLlmCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Plays the models of claude, codex and gemini, so that a pipeline can be tried with the real"
                + " programs and without an account.",
            "Prints what to set in the shell in which the pipeline is run, and answers until Ctrl-C, with a"
                + " line for each answer.")
        .with(
            option(int.class, given -> port = given, "N", "--port")
                .description("The port on 127.0.0.1. Default: a free one."))
        .with(
            options(Path.class, given -> scripts = given, "FILE", "--script")
                .description(
                    "What it answers: YAML, a list of lines. Given is the first one that is for the request and"
                        + " not used up; without a script it says All done. With several scripts the lines of the"
                        + " first come first.",
                    "  - {stage: plan, attempt: 1, fail: 429}",
                    "  - {stage: \"impl_*\", write: {file: hello.txt, content: hello}, say: written}",
                    "  - stage: test",
                    "    steps:",
                    "      - write: {file: test.sh, from: played/test.sh}",
                    "      - run: sh test.sh",
                    "      - report: {status: success}",
                    "  - {say: All done.}",
                    "Which requests a line is for: stage (a node's id, * for any text in it), visit, attempt and"
                        + " prompt (words of the stage's own prompt) look only at what the pipeline asks; when"
                        + " (words) at the whole request, with the program's own instructions. times: how often"
                        + " the line is given.",
                    "What the agent's tools do, one after the other: write (file, and content, or from: a file"
                        + " beside the script), run (a command, in the work tree), report (the status file"
                        + " of the stage). A line has a list of steps, or one of each in this order. say is"
                        + " the last word, done if there is none.",
                    "Instead of all that: fail (an HTTP status, 400 to 599), break_off: true (the stream ends in the"
                        + " middle), silent: true (nothing is ever answered)."));
  }

  @Override
  public Integer call() {
    if (port < 0 || port > LAST_PORT) {
      throw AttractorException.usage(
          "--port %d is no port".formatted(port), "ports are 1 to %d".formatted(LAST_PORT));
    }
    player(PLAYER).play(terminal, port, scripts.stream().map(terminal::here).toList());
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
