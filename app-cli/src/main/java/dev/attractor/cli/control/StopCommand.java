package dev.attractor.cli.control;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.DurationArgument;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.time.Duration;

/** {@code attractor stop}. */
final class StopCommand implements ProgramCommand {
  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private Duration grace = Duration.ofSeconds(30);
  private boolean force;

  StopCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this, "Stops a run cleanly, with all that it has started; it can be resumed.")
        .with(run::addTo)
        .with(
            option(Duration.class, given -> grace = given, "DURATION", "--grace")
                .defaultValue("30s")
                .converters(new DurationArgument())
                .description("How long to wait for it. Default: ${DEFAULT-VALUE}."))
        .with(
            flag(given -> force = given, "--force")
                .description("Ends it then, whatever it does. It can be resumed, too."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    Path location = app.inspectRuns().find(run.text());
    RunStatus status = app.controlRuns().stop(location, grace, force, terminal.cancellation());
    terminal.fields().line("run_id", status.manifest().runId().text());
    terminal.fields().line("status", status.word());
    terminal.err().printf("  go on: attractor resume --logs-root %s%n", location);
    return ExitCode.SUCCESS.code();
  }
}
