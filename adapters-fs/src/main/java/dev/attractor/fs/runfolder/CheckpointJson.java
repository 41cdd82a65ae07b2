package dev.attractor.fs.runfolder;

import dev.attractor.domain.run.RunState;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import java.time.Instant;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** How a run stands: {@code checkpoint.json}, a view for other programs (SEMANTICS §10). */
final class CheckpointJson {
  private CheckpointJson() {}

  static ObjectNode write(RunState state, long seq, Instant at) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("timestamp", at.toString());
    json.put(
        "current_node", state.completed().latest().map(step -> step.nodeId().value()).orElse(""));
    JsonFields.writeNodes(json.putArray("completed_nodes"), state.completed().nodes());
    ObjectNode retries = json.putObject("node_retries");
    String prefix = "internal.retry_count.";
    state
        .context()
        .forEach((key, value) -> {
          if (key.startsWith(prefix)) {
            retries.put(key.substring(prefix.length()), Integer.parseInt(value));
          }
        });
    JsonFields.writeMap(json.putObject("context"), new TreeMap<>(state.context()));
    json.putArray("logs");
    json.put("git_commit_sha", state.head());
    TotalsJson.write(json.putObject("totals"), state.totals());
    json.put("seq", seq);
    return json;
  }
}
