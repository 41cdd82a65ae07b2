package dev.attractor.cli.control;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.DurationArgument;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.terminal.ToldQuestions;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.time.MonotonicClock;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor wait}. */
final class WaitCommand implements ProgramCommand {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private @Nullable Duration timeout;
  private boolean json;

  WaitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Waits for a run and ends with its exit code.",
            "Exit code 75 when it is not over in time, 70 when its driver died: it can be resumed.")
        .with(run::addTo)
        .with(
            option(Duration.class, given -> timeout = given, "DURATION", "--timeout")
                .converters(new DurationArgument())
                .description(
                    "How long at most, such as 90s, 10m or 2h. Default: as long as it takes."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    Path location = app.inspectRuns().find(run.text());
    app.inspectRuns().glance(location); // fails when there is no such run
    Optional<RunStatus> over = awaitAndTell(app, location);
    if (over.isEmpty()) {
      terminal.complain("the run is not over yet", "attractor status tells how it stands");
      return ExitCode.NOT_YET.code();
    }
    terminal.fields().write(json, Map.of("status", over.get().word()));
    if (over.get().damage().isPresent()) {
      return terminal.tellOf(over.get().damage()).code();
    }
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

  /** Waits, and tells meanwhile which questions the run itself waits for. */
  private Optional<RunStatus> awaitAndTell(AppComponent app, Path location) {
    ToldQuestions questions = new ToldQuestions(terminal.err());
    MonotonicClock clock = app.monotonicClock();
    Duration begin = clock.now();
    while (true) {
      questions.tell(app.inspectRuns().glance(location).questions());
      Duration left = timeout == null ? LOOK : timeout.minus(clock.since(begin));
      boolean isLast = left.compareTo(LOOK) < 0;
      Optional<RunStatus> over =
          app.controlRuns()
              .await(location, Optional.of(isLast ? left : LOOK), terminal.cancellation());
      if (over.isPresent() || isLast || terminal.cancellation().isRequested()) {
        return over;
      }
    }
  }
}
