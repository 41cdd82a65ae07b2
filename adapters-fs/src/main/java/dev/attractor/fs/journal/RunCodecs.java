package dev.attractor.fs.journal;

import static dev.attractor.fs.file.JsonFields.node;
import static dev.attractor.fs.file.JsonFields.text;

import dev.attractor.domain.parallel.BranchItem;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.BranchWords;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.Trail;
import dev.attractor.fs.file.ItemsJson;
import dev.attractor.fs.file.JsonFields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Facts about a run as a whole: that it begins, goes on and ends. */
final class RunCodecs {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              RunEvent.RunStarted.class,
              "run_started",
              "The run exists. `branch_of` is there when it is a branch of another one; "
                  + "`rules` are those it is judged by.",
              (json, e) -> {
                json.put("pipeline", e.pipeline());
                json.put("start_node", e.startNode().value());
                json.put("graph_digest", e.graphDigest());
                json.put("base_sha", e.baseCommit());
                json.put("run_branch", e.runBranch().text());
                JsonFields.writeMap(json.putObject("context"), e.context());
                e.branch().ifPresent(branch -> write(json.putObject("branch_of"), branch));
                json.put("rules", e.rules());
              },
              json ->
                  new RunEvent.RunStarted(
                      new RunId(text(json, "run_id")),
                      text(json, "pipeline"),
                      node(json, "start_node"),
                      text(json, "graph_digest"),
                      text(json, "base_sha"),
                      new BranchName(text(json, "run_branch")),
                      JsonFields.map(json.path("context")),
                      json.has("branch_of")
                          ? Optional.of(branchOf(json.path("branch_of")))
                          : Optional.empty(),
                      rules(json))),
          new Codec<>(
              RunEvent.PreflightCompleted.class,
              "preflight_completed",
              "The checks before the first stage are done.",
              (json, e) -> {
                json.put("passed", e.passed());
                json.put("warnings", e.warnings());
                json.put("failures", e.failures());
              },
              json ->
                  new RunEvent.PreflightCompleted(
                      json.path("passed").asInt(),
                      json.path("warnings").asInt(),
                      json.path("failures").asInt())),
          new Codec<>(
              RunEvent.Warning.class,
              "warning",
              "Something people should know about; the run goes on.",
              (json, e) -> json.put("message", e.message()),
              json -> new RunEvent.Warning(text(json, "message"))),
          new Codec<>(
              RunEvent.StallWatchdogTimeout.class,
              "stall_watchdog_timeout",
              "Nothing has happened for so long that the run is stopped.",
              (json, e) -> json.put("limit_ms", e.limit().toMillis()),
              json ->
                  new RunEvent.StallWatchdogTimeout(
                      Duration.ofMillis(json.path("limit_ms").asLong()))),
          new Codec<>(
              RunEvent.RunResumed.class,
              "run_resumed",
              "Another driver goes on with this journal. `interrupted` is the attempt that "
                  + "the one before did not end; `rules` are those the run is judged by from "
                  + "here on.",
              (json, e) -> {
                e.interrupted()
                    .ifPresent(
                        attempt -> AttemptJson.write(json.putObject("interrupted"), attempt));
                json.put("rules", e.rules());
              },
              json ->
                  new RunEvent.RunResumed(
                      json.has("interrupted")
                          ? Optional.of(AttemptJson.read(json.path("interrupted")))
                          : Optional.empty(),
                      rules(json))),
          new Codec<>(
              RunEvent.RunCompleted.class,
              "run_completed",
              "The run ended in success; the last line.",
              (json, e) -> {
                json.put("status", "success");
                json.put("exit_node", e.exitNode().map(NodeId::value).orElse(""));
              },
              json -> new RunEvent.RunCompleted(JsonFields.anyNode(json, "exit_node"))),
          new Codec<>(
              RunEvent.RunFailed.class,
              "run_failed",
              "The run failed; the last line.",
              (json, e) -> {
                json.put("status", "fail");
                json.put("exit_node", e.exitNode().map(NodeId::value).orElse(""));
                OutcomeJson.write(json, e.failure());
              },
              json ->
                  new RunEvent.RunFailed(
                      OutcomeJson.readFailure(json), JsonFields.anyNode(json, "exit_node"))),
          new Codec<>(
              RunEvent.RunCanceled.class,
              "run_canceled",
              "The run was canceled and can be resumed; the last line until it is.",
              (json, e) -> {
                json.put("status", "canceled");
                json.put("reason", e.reason());
              },
              json -> new RunEvent.RunCanceled(text(json, "reason"))));

  private RunCodecs() {}

  /** Lines of older programs do not say by which rules. */
  private static int rules(JsonNode json) {
    return json.path("rules").asInt(1);
  }

  private static void write(ObjectNode json, BranchOf branch) {
    json.put("parent_run_id", branch.parentRun().text());
    json.put("pass", branch.pass());
    JsonFields.writeNodes(json.putArray("fan_outs"), branch.fanOuts());
    json.put("join_node", branch.join().value());
    JsonFields.writeCounts(json.putObject("visits"), branch.visits());
    JsonFields.writeCounts(json.putObject("attempts"), branch.attempts());
    ArrayNode before = json.putArray("before");
    for (Trail.Step step : branch.before()) {
      ObjectNode item = before.addObject();
      item.put("node_id", step.nodeId().value());
      item.put("status", step.status());
      item.put("detail", step.detail());
    }
    if (!branch.heard().isEmpty()) {
      writeHeard(json.putArray("heard"), branch.heard());
    }
    branch
        .item()
        .ifPresent(item -> {
          json.put("index", item.index());
          json.set("item", ItemsJson.json(item.item()));
        });
  }

  private static void writeHeard(ArrayNode json, List<BranchWords> heard) {
    for (BranchWords words : heard) {
      ObjectNode item = json.addObject();
      item.put("join_node", words.join().value());
      item.put("branch", words.branch());
      item.put("response", words.response());
    }
  }

  private static BranchOf branchOf(JsonNode json) {
    return new BranchOf(
        new RunId(text(json, "parent_run_id")),
        json.path("pass").asInt(),
        JsonFields.nodes(json.path("fan_outs")),
        node(json, "join_node"),
        JsonFields.counts(json.path("visits")),
        JsonFields.counts(json.path("attempts")),
        json.path("before")
            .valueStream()
            .map(item ->
                new Trail.Step(node(item, "node_id"), text(item, "status"), text(item, "detail")))
            .toList(),
        json.path("heard")
            .valueStream()
            .map(item ->
                new BranchWords(
                    node(item, "join_node"), text(item, "branch"), text(item, "response")))
            .toList(),
        json.has("item")
            ? Optional.of(
                new BranchItem(json.path("index").asInt(), ItemsJson.item(json.path("item"))))
            : Optional.empty());
  }
}
