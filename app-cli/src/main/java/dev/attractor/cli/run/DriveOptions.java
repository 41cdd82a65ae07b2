package dev.attractor.cli.run;

import dev.attractor.cli.terminal.ProgressPrinter;
import dev.attractor.cli.terminal.ResultPrinter;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.usecase.RunObserver;
import dev.attractor.ports.usecase.RunResult;
import java.util.Map;
import picocli.CommandLine.Option;

/** What {@code run} and {@code resume} can be told alike: who answers, and how they tell. */
final class DriveOptions {
  @Option(
      names = "--unattended",
      description = "Nobody answers questions here: attractor answer does.")
  private boolean unattended;

  @Option(names = "--json", description = "One JSON object on stdout instead of key=value lines.")
  private boolean json;

  AppComponent app(Terminal terminal) {
    return AppComponent.of(terminal, !unattended);
  }

  RunObserver observer(Terminal terminal) {
    return new ProgressPrinter(terminal, !json);
  }

  /** Tells how it came out, and returns the exit code. */
  int tell(Terminal terminal, RunResult result) {
    return new ResultPrinter(terminal, json).print(result).code();
  }

  void tell(Terminal terminal, Map<String, String> fields) {
    terminal.fields().write(json, fields);
  }
}
