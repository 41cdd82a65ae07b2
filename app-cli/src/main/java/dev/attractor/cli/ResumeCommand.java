package dev.attractor.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code attractor resume}. */
@Command(
    name = "resume",
    description = {
      "Goes on with a run that was interrupted or canceled.",
      "No finished stage is run again. A run that has ended is only reported."
    })
final class ResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--logs-root",
      paramLabel = "DIR",
      required = true,
      description = "The logs root that the run printed when it began.")
  private Path logsRoot = Path.of("");

  @Option(names = "--json", description = "One JSON object on stdout instead of key=value lines.")
  private boolean json;

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new ResultPrinter(terminal, json)
        .print(
            terminal
                .app()
                .runPipelines()
                .resume(
                    terminal.here(logsRoot),
                    new ProgressPrinter(terminal, !json),
                    terminal.cancellation()))
        .code();
  }
}
