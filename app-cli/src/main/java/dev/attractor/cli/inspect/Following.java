package dev.attractor.cli.inspect;

import dev.attractor.cli.screen.Screen;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Summary;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.view.LiveView;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a run that another process drives, until nobody does any more. */
final class Following {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(300);

  private final Terminal terminal;
  private final InspectRuns runs;
  private final Path location;

  Following(Terminal terminal, InspectRuns runs, Path location) {
    this.terminal = terminal;
    this.runs = runs;
    this.location = location;
  }

  /**
   * Follows it.
   *
   * @param screen where it is drawn meanwhile; empty where it is not
   * @param told is told again and again how the run stands
   * @return the exit code: that of the run, or what says that its driver has died
   */
  int untilItIsOver(Optional<Screen> screen, Consumer<RunStatus> told) {
    if (screen.isEmpty()) {
      return code(look(told)).code();
    }
    RunStatus last;
    try (LiveView live = new LiveView(screen.get(), terminal.clock())) {
      last =
          look(status -> {
            live.show(runs.history(location), runs);
            told.accept(status);
          });
    }
    if (!last.running()) {
      Summary.lines(last).forEach(terminal.err()::println);
    }
    return code(last).code();
  }

  private RunStatus look(Consumer<RunStatus> told) {
    while (true) {
      RunStatus status = status();
      told.accept(status);
      if (!status.running() || terminal.cancellation().await(POLL_INTERVAL)) {
        return status;
      }
    }
  }

  /**
   * The last facts may have been written, and the lock given back, between one look and another.
   */
  private RunStatus status() {
    RunStatus status = runs.status(location);
    return !status.running() && status.state().end().isEmpty() ? runs.status(location) : status;
  }

  private ExitCode code(RunStatus last) {
    if (last.damage().isPresent()) {
      return terminal.tellOf(last.damage());
    }
    Optional<RunEnd> end = last.state().end();
    if (end.isPresent()) {
      return ExitCode.of(end.get());
    }
    if (last.running()) {
      return ExitCode.NOT_YET; // who followed it has gone
    }
    terminal.complain(
        "nobody drives the run any more, and it is not over: its driver has died",
        "go on: attractor resume " + last.manifest().runId());
    return ExitCode.DRIVER_DIED;
  }
}
