package dev.attractor.cli.run;

import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What a run decided, for comparing it with another. */
final class Decisions {
  private Decisions() {}

  /** Every decision and result, without what differs from run to run; branches by name. */
  static List<String> of(Workbench bench, Path logs) throws IOException {
    List<String> path = new ArrayList<>();
    Map<String, String> branches = new TreeMap<>();
    for (JsonNode e : JournalFiles.of(logs)) {
      switch (e.path("event").asString()) {
        case "branch_completed" ->
            branches.put(
                e.path("branch").asString(),
                "%s %s %s"
                    .formatted(
                        e.path("status").asString(),
                        e.path("failure_class").asString(),
                        bench.tree(e.path("git_commit_sha").asString())));
        case "parallel_completed" -> {
          path.add(
              "%s#%d %s".formatted(e.path("fan_out").asString(), e.path("pass").asInt(), branches));
          branches.clear();
        }
        case "fan_in_selected" -> path.add("winner " + e.path("branch").asString());
        case "stage_attempt_end" ->
            path.add(
                "%s#%d.%d %s %s %s"
                    .formatted(
                        e.path("node_id").asString(),
                        e.path("visit").asInt(),
                        e.path("attempt").asInt(),
                        e.path("status").asString(),
                        e.path("failure_reason").asString(""),
                        e.path("failure_class").asString("")));
        case "edge_selected" ->
            path.add(
                "%s -> %s %s %s"
                    .formatted(
                        e.path("from_node").asString(),
                        e.path("to_node").asString(),
                        e.path("hop_source").asString(),
                        e.path("retry_target_source").asString("")));
        case "failure_cycle_breaker", "run_failed" ->
            path.add(e.path("event").asString() + " " + e.path("failure_reason").asString());
        default -> {}
      }
    }
    return path;
  }
}
