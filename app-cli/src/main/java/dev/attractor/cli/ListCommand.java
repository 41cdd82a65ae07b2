package dev.attractor.cli;

import dev.attractor.ports.Problem;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor list}. */
@Command(
    name = "list",
    description = "Lists the runs of this machine, the newest first; running ones, too.")
final class ListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "One JSON array on stdout.")
  private boolean json;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    InspectRuns runs = terminal.app().inspectRuns();
    List<Map<String, String>> rows = new ArrayList<>();
    for (Path location : runs.all()) {
      rows.add(row(runs, location));
    }
    if (json) {
      terminal.out().println(JsonMapper.shared().writeValueAsString(rows));
    } else {
      rows.forEach(row ->
          terminal
              .out()
              .printf(
                  "%-26s  %-11s  %s  %s%n",
                  row.get("run_id"),
                  row.get("status"),
                  row.get("started_at"),
                  row.get("pipeline")));
    }
    return ExitCode.SUCCESS.code();
  }

  /** One run that cannot be read does not hide the others. */
  private static Map<String, String> row(InspectRuns runs, Path location) {
    Map<String, String> row = new LinkedHashMap<>();
    try {
      RunStatus status = runs.status(location);
      row.put("run_id", status.manifest().runId());
      row.put("status", status.word());
      row.put("started_at", status.manifest().startedAt().toString());
      row.put("pipeline", status.manifest().pipeline());
      row.put("current_node", status.state().phase().node().orElse(""));
      row.put("repository", status.manifest().repository().toString());
    } catch (Problem e) {
      row.put("run_id", location.getFileName().toString());
      row.put("status", "unreadable");
      row.put("started_at", "");
      row.put("pipeline", String.valueOf(e.getMessage()));
    }
    row.put("logs_root", location.toString());
    return row;
  }
}
