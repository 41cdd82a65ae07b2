package dev.attractor.fs.runfolder;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.run.Trail;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import dev.attractor.fs.journal.BranchJson;
import dev.attractor.fs.journal.OutcomeJson;
import dev.attractor.ports.runfolder.FinalReport;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.spi.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON files at the top of a run folder. Field names are a contract (SEMANTICS §10). */
final class ManifestJson {
  private ManifestJson() {}

  static ObjectNode write(Manifest manifest, Path location) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("run_id", manifest.runId());
    json.put("pipeline", manifest.pipeline());
    json.put("goal", manifest.goal());
    json.put("repo", manifest.repository().toString());
    json.put("base_sha", manifest.baseCommit());
    json.put("run_branch", manifest.runBranch());
    json.put("logs_root", location.toString());
    json.put("worktree", manifest.worktree().toString());
    json.put("started_at", manifest.startedAt().toString());
    json.put("attractor_version", manifest.version());
    json.put("graph_digest", manifest.graphDigest());
    return json;
  }

  static Manifest readManifest(JsonNode json) {
    return new Manifest(
        json.required("run_id").asString(),
        json.required("pipeline").asString(),
        json.required("goal").asString(),
        Path.of(json.required("repo").asString()),
        json.required("base_sha").asString(),
        json.required("run_branch").asString(),
        Path.of(json.required("worktree").asString()),
        Instant.parse(json.required("started_at").asString()),
        json.required("attractor_version").asString(),
        json.required("graph_digest").asString());
  }

  static ObjectNode write(RunState state, long seq, Instant at) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("timestamp", at.toString());
    json.put("current_node", state.completed().latest().map(Trail.Step::nodeId).orElse(""));
    state.completed().nodes().forEach(json.putArray("completed_nodes")::add);
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
    json.put("seq", seq);
    return json;
  }

  static ObjectNode write(FinalReport report) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("timestamp", report.at().toString());
    json.put("status", report.end().status());
    json.put("exit_node", report.end().exitNode());
    json.put("run_id", report.runId());
    failureOf(report.end()).ifPresent(failure -> OutcomeJson.write(json, failure));
    json.put("final_git_commit_sha", report.commit());
    json.put("run_branch", report.runBranch());
    ObjectNode totals = json.putObject("totals");
    totals.put("stages", report.totals().stages());
    totals.put("attempts", report.totals().attempts());
    totals.put("input_tokens", report.totals().usage().inputTokens());
    totals.put("output_tokens", report.totals().usage().outputTokens());
    totals.put("cost_usd", report.totals().usage().costUsd());
    totals.put("duration_ms", report.duration().toMillis());
    if (!report.fanOuts().isEmpty()) {
      BranchJson.write(json.putArray("fan_outs"), report.fanOuts());
    }
    return json;
  }

  private static Optional<Failure> failureOf(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded _ -> Optional.empty();
      case RunEnd.Failed(Failure failure, String _) -> Optional.of(failure);
      case RunEnd.Canceled(String reason) ->
          Optional.of(Failure.of(dev.attractor.domain.outcome.FailureClass.CANCELED, reason));
    };
  }

  static ObjectNode write(PreflightReport report) {
    ObjectNode json = Json.FILE.createObjectNode();
    ArrayNode checks = json.putArray("checks");
    for (PreflightReport.Check check : report.checks()) {
      ObjectNode item = checks.addObject();
      item.put("name", check.finding().check());
      item.put("provider", check.provider());
      item.put("status", check.finding().level().name().toLowerCase(Locale.ROOT));
      item.put("message", check.finding().message());
      item.put("details", check.finding().remedy());
    }
    ObjectNode summary = json.putObject("summary");
    for (Finding.Level level : Finding.Level.values()) {
      summary.put(level.name().toLowerCase(Locale.ROOT), report.count(level));
    }
    return json;
  }
}
