package dev.attractor.cli.control;

import dev.attractor.cli.terminal.DurationArgument;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor stop}. */
@Command(description = "Stops a run cleanly, with all that it has started; it can be resumed.")
final class StopCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(
      names = "--grace",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationArgument.class,
      description = "How long to wait for it. Default: ${DEFAULT-VALUE}.")
  private Duration grace = Duration.ofSeconds(30);

  @Option(
      names = "--force",
      description = "Ends it then, whatever it does. It can be resumed, too.")
  private boolean force;

  StopCommand(Terminal terminal) {
    this.terminal = terminal;
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
