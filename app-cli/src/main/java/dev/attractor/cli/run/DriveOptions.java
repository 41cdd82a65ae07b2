package dev.attractor.cli.run;

import static dev.attractor.cli.terminal.Arguments.flag;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.ResultPrinter;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.view.LiveView;
import dev.attractor.cli.view.ViewOptions;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunResult;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ParseResult;

/** What {@code run} and {@code resume} can be told alike: who answers, and how they tell. */
final class DriveOptions {
  private boolean unattended;
  private boolean json;

  private final ViewOptions view = new ViewOptions();

  /** Adds these to what a command takes. */
  public Arguments addTo(Arguments arguments) {
    return arguments
        .with(
            flag(given -> unattended = given, "--unattended")
                .description("Nobody answers questions here: attractor answer does."))
        .with(
            flag(given -> json = given, "--json")
                .description("One JSON object on stdout instead of key=value lines."))
        .with(view::addTo);
  }

  AppComponent app(Terminal terminal) {
    return AppComponent.of(terminal, !unattended);
  }

  /** Drives a run, tells how it goes and how it came out, and returns the exit code. */
  int drive(Terminal terminal, AppComponent app, Function<RunObserver, RunResult> way) {
    boolean forPrograms = view.isForPrograms(terminal);
    InspectRuns runs = app.inspectRuns();
    ProgressPrinter lines = new ProgressPrinter(terminal, forPrograms && !json);
    RunResult result =
        view.screen(terminal)
            .map(screen -> {
              try (LiveView live = new LiveView(screen, terminal.clock())) {
                return way.apply(live.observer(lines, runs));
              }
            })
            .orElseGet(() -> way.apply(lines));
    return new ResultPrinter(terminal, json, forPrograms, runs::status).print(result).code();
  }

  /**
   * Starts a program that drives a run by itself, and tells of it.
   *
   * @param given the command line of this program
   * @return the exit code
   */
  int detach(Terminal terminal, AppComponent app, DetachedRun run, ParseResult given) {
    return switch (run.start(app, given)) {
      case DetachedRun.Begun(Map<String, String> fields) -> {
        if (json || view.isForPrograms(terminal)) {
          terminal.fields().write(json, fields);
        }
        terminal.err().printf("  follow it: attractor logs %s --follow%n", fields.get("run_id"));
        yield ExitCode.SUCCESS.code();
      }
      case DetachedRun.Ended(int code) -> {
        terminal.complain("the run does not go on by itself", "see above");
        yield code;
      }
    };
  }
}
