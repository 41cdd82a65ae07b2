package dev.attractor.cli;

import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor wait}. */
@Command(
    name = "wait",
    description = {
      "Waits for a run and ends with its exit code.",
      "Exit code 75 when it is not over in time, 70 when its driver died: it can be resumed."
    })
final class WaitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationArgument.class,
      description = "How long at most, such as 90s, 10m or 2h. Default: as long as it takes.")
  private @Nullable Duration timeout;

  WaitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = terminal.app();
    Path location = app.inspectRuns().find(run.text());
    app.inspectRuns().status(location); // says so when there is no run
    Optional<RunStatus> over =
        app.controlRuns().await(location, Optional.ofNullable(timeout), terminal.cancellation());
    if (over.isEmpty()) {
      terminal.complain("the run is not over yet", "attractor status tells how it stands");
      return ExitCode.NOT_YET.code();
    }
    terminal.out().println("status=" + over.get().word());
    return over.get()
        .state()
        .end()
        .map(ExitCode::of)
        .orElseGet(() -> {
          terminal.complain(
              "the run was interrupted", "go on: attractor resume --logs-root " + location);
          return ExitCode.INTERNAL_ERROR;
        })
        .code();
  }
}
