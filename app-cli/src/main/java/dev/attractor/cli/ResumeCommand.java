package dev.attractor.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  /** Which run. */
  static final class Which {
    @Option(
        names = "--logs-root",
        paramLabel = "DIR",
        description = "The logs root that the run printed when it began.")
    private @Nullable Path logsRoot;

    @Option(
        names = "--run-id",
        paramLabel = "ID",
        description = "The id of the run, its beginning, or latest.")
    private @Nullable String runId;
  }

  @Option(
      names = "--unattended",
      description = "Nobody answers questions here: attractor answer does.")
  private boolean unattended;

  @Option(names = "--json", description = "One JSON object on stdout instead of key=value lines.")
  private boolean json;

  ResumeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = terminal.app(!unattended);
    return new ResultPrinter(terminal, json)
        .print(
            app.runPipelines()
                .resume(
                    location(app), new ProgressPrinter(terminal, !json), terminal.cancellation()))
        .code();
  }

  private Path location(AppComponent app) {
    return which.runId == null
        ? terminal.here(Optional.ofNullable(which.logsRoot).orElse(Path.of("")))
        : app.inspectRuns().find(which.runId);
  }
}
