package dev.attractor.fs.journal;

import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.Totals;
import dev.attractor.domain.run.Trail;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import dev.attractor.ports.journal.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Journal lines as JSON. The names of events and fields are a contract with other programs
 * (SEMANTICS §10): they may grow but never change.
 */
final class EventJson {
  private EventJson() {}

  static ObjectNode write(String runId, JournalEntry entry) {
    ObjectNode json = Json.LINE.createObjectNode();
    json.put("seq", entry.seq());
    json.put("ts", entry.at().toString());
    json.put("run_id", runId);
    json.put("event", name(entry.event()));
    writeFields(json, entry.event());
    return json;
  }

  static JournalEntry read(JsonNode json) {
    return new JournalEntry(
        json.path("seq").asLong(), Instant.parse(json.path("ts").asString()), readEvent(json));
  }

  static String name(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted _ -> "run_started";
      case RunEvent.PreflightCompleted _ -> "preflight_completed";
      case RunEvent.StageAttemptStarted _ -> "stage_attempt_start";
      case RunEvent.StageAttemptEnded _ -> "stage_attempt_end";
      case RunEvent.StageRetrySleep _ -> "stage_retry_sleep";
      case RunEvent.StageRetryBlocked _ -> "stage_retry_blocked";
      case RunEvent.CheckpointSaved _ -> "checkpoint_saved";
      case RunEvent.EdgeConditionEvaluated _ -> "edge_condition_evaluated";
      case RunEvent.EdgeSelected _ -> "edge_selected";
      case RunEvent.ParallelStarted _ -> "parallel_started";
      case RunEvent.BranchStarted _ -> "branch_started";
      case RunEvent.BranchCompleted _ -> "branch_completed";
      case RunEvent.ParallelCompleted _ -> "parallel_completed";
      case RunEvent.FanInSelected _ -> "fan_in_selected";
      case RunEvent.GoalGateChecked _ -> "goal_gate_checked";
      case RunEvent.LoopRestarted _ -> "loop_restart";
      case RunEvent.LoopRestartBlocked _ -> "loop_restart_blocked";
      case RunEvent.FailureCycleBroken _ -> "failure_cycle_breaker";
      case RunEvent.StageHeartbeat _ -> "stage_heartbeat";
      case RunEvent.StallWatchdogTimeout _ -> "stall_watchdog_timeout";
      case RunEvent.ProviderFailover _ -> "provider_failover";
      case RunEvent.InterviewStarted _ -> "interview_started";
      case RunEvent.InterviewCompleted _ -> "interview_completed";
      case RunEvent.InterviewTimeout _ -> "interview_timeout";
      case RunEvent.Warning _ -> "warning";
      case RunEvent.RunResumed _ -> "run_resumed";
      case RunEvent.RunCompleted _ -> "run_completed";
      case RunEvent.RunFailed _ -> "run_failed";
      case RunEvent.RunCanceled _ -> "run_canceled";
    };
  }

  private static void writeFields(ObjectNode json, RunEvent event) {
    switch (event) {
      case RunEvent.RunStarted e -> {
        json.put("pipeline", e.pipeline());
        json.put("start_node", e.startNode());
        json.put("graph_digest", e.graphDigest());
        json.put("base_sha", e.baseCommit());
        json.put("run_branch", e.runBranch());
        JsonFields.writeMap(json.putObject("context"), e.context());
        e.branch().ifPresent(branch -> write(json.putObject("branch_of"), branch));
        json.put("rules", e.rules());
      }
      case RunEvent.PreflightCompleted e -> {
        json.put("passed", e.passed());
        json.put("warnings", e.warnings());
        json.put("failures", e.failures());
      }
      case RunEvent.StageAttemptStarted e -> write(json, e.attempt());
      case RunEvent.StageAttemptEnded e -> {
        write(json, e.attempt());
        OutcomeJson.write(json, e.outcome());
        json.put("duration_ms", e.duration().toMillis());
        OutcomeJson.write(json, e.usage());
        OutcomeJson.write(json, e.session());
        json.put("git_commit_sha", e.commit());
      }
      case RunEvent.StageRetrySleep e -> {
        write(json, e.attempt());
        json.put("delay_ms", e.delay().toMillis());
      }
      case RunEvent.StageRetryBlocked e -> {
        write(json, e.attempt());
        OutcomeJson.write(json, e.failure());
        json.put("reason", e.why());
        json.put("max_retries", e.maxRetries());
      }
      case RunEvent.CheckpointSaved e -> {
        write(json, e.attempt());
        json.put("git_commit_sha", e.commit());
      }
      case RunEvent.EdgeConditionEvaluated e -> {
        json.put("from_node", e.from());
        json.put("to_node", e.to());
        json.put("condition", e.condition());
        json.put("matched", e.matched());
      }
      case RunEvent.EdgeSelected e -> {
        json.put("from_node", e.from());
        json.put("to_node", e.to());
        json.put("hop_source", e.source().word());
        json.put("condition", e.condition());
        e.retryTarget().ifPresent(source -> json.put("retry_target_source", source.word()));
        e.failure().ifPresent(carried -> write(json, carried));
      }
      case RunEvent.ParallelStarted e -> {
        writePass(json, e.fanOut());
        e.branches().forEach(json.putArray("branches")::add);
        json.put("join_node", e.join());
        e.commit().ifPresent(commit -> json.put("git_commit_sha", commit));
      }
      case RunEvent.BranchStarted e -> {
        writePass(json, e.fanOut());
        json.put("branch", e.branch().id());
        json.put("number", e.branch().number());
        json.put("branch_run_id", e.runId());
        json.put("git_branch", e.gitBranch());
      }
      case RunEvent.BranchCompleted e -> {
        writePass(json, e.fanOut());
        BranchJson.write(json, e.result());
        ObjectNode totals = json.putObject("totals");
        totals.put("stages", e.totals().stages());
        totals.put("attempts", e.totals().attempts());
        totals.put("working_ms", e.totals().working().toMillis());
        OutcomeJson.write(totals, e.totals().usage());
      }
      case RunEvent.ParallelCompleted e -> {
        writePass(json, e.fanOut());
        json.put("succeeded", e.succeeded());
        json.put("failed", e.failed());
        json.put("canceled", e.canceled());
      }
      case RunEvent.FanInSelected e -> {
        write(json, e.attempt());
        json.put("fan_out", e.fanOut());
        json.put("pass", e.pass());
        json.put("branch", e.branch());
        json.put("git_commit_sha", e.commit());
        json.put("ranking", e.ranking().word());
      }
      case RunEvent.GoalGateChecked e -> {
        json.put("node_id", e.exitNode());
        json.put("satisfied", e.unsatisfied().isEmpty());
        e.unsatisfied().forEach(json.putArray("unsatisfied")::add);
      }
      case RunEvent.LoopRestarted e -> {
        json.put("from_node", e.from());
        json.put("to_node", e.to());
        json.put("hop_source", e.source().word());
        json.put("condition", e.condition());
        json.put("iteration", e.iteration());
        JsonFields.writeMap(json.putObject("kept_context"), e.kept());
        e.failure().ifPresent(carried -> write(json, carried));
      }
      case RunEvent.LoopRestartBlocked e -> {
        json.put("from_node", e.from());
        json.put("to_node", e.to());
        OutcomeJson.write(json, e.failure());
      }
      case RunEvent.FailureCycleBroken e -> {
        json.put("node_id", e.nodeId());
        json.put("signature", e.signature());
        json.put("limit_name", e.limitName());
        json.put("count", e.count());
        json.put("limit", e.limit());
        OutcomeJson.write(json, e.failure());
      }
      case RunEvent.StageHeartbeat e -> {
        write(json, e.attempt());
        json.put("elapsed_ms", e.elapsed().toMillis());
        json.put("output_lines", e.lines());
      }
      case RunEvent.StallWatchdogTimeout e -> json.put("limit_ms", e.limit().toMillis());
      case RunEvent.ProviderFailover e -> {
        write(json, e.attempt());
        json.put("from_provider", e.from());
        json.put("to_provider", e.to());
        OutcomeJson.write(json, e.failure());
      }
      case RunEvent.InterviewStarted e -> {
        json.put("node_id", e.nodeId());
        json.put("question", e.question());
        e.choices().forEach(json.putArray("choices")::add);
        json.put("question_id", e.id());
        json.put("token", e.token());
      }
      case RunEvent.InterviewCompleted e -> {
        json.put("node_id", e.nodeId());
        json.put("choice", e.choice());
        json.put("answered_by", e.answeredBy());
      }
      case RunEvent.InterviewTimeout e -> {
        json.put("node_id", e.nodeId());
        json.put("waited_ms", e.waited().toMillis());
      }
      case RunEvent.Warning e -> json.put("message", e.message());
      case RunEvent.RunResumed e -> {
        e.interrupted().ifPresent(attempt -> write(json.putObject("interrupted"), attempt));
        json.put("rules", e.rules());
      }
      case RunEvent.RunCompleted e -> {
        json.put("status", "success");
        json.put("exit_node", e.exitNode());
      }
      case RunEvent.RunFailed e -> {
        json.put("status", "fail");
        json.put("exit_node", e.exitNode());
        OutcomeJson.write(json, e.failure());
      }
      case RunEvent.RunCanceled e -> {
        json.put("status", "canceled");
        json.put("reason", e.reason());
      }
    }
  }

  private static RunEvent readEvent(JsonNode json) {
    String name = json.path("event").asString();
    return switch (name) {
      case "run_started" ->
          new RunEvent.RunStarted(
              JsonFields.text(json, "run_id"),
              JsonFields.text(json, "pipeline"),
              JsonFields.text(json, "start_node"),
              JsonFields.text(json, "graph_digest"),
              JsonFields.text(json, "base_sha"),
              JsonFields.text(json, "run_branch"),
              JsonFields.map(json.path("context")),
              json.has("branch_of")
                  ? Optional.of(branchOf(json.path("branch_of")))
                  : Optional.empty(),
              rules(json));
      case "preflight_completed" ->
          new RunEvent.PreflightCompleted(
              json.path("passed").asInt(),
              json.path("warnings").asInt(),
              json.path("failures").asInt());
      case "stage_attempt_start" -> new RunEvent.StageAttemptStarted(attempt(json));
      case "stage_attempt_end" ->
          new RunEvent.StageAttemptEnded(
              attempt(json),
              OutcomeJson.read(json),
              JsonFields.millis(json, "duration_ms"),
              OutcomeJson.readUsage(json),
              OutcomeJson.readSession(json),
              JsonFields.text(json, "git_commit_sha"));
      case "stage_retry_sleep" ->
          new RunEvent.StageRetrySleep(attempt(json), JsonFields.millis(json, "delay_ms"));
      case "stage_retry_blocked" ->
          new RunEvent.StageRetryBlocked(
              attempt(json),
              OutcomeJson.readFailure(json),
              JsonFields.text(json, "reason"),
              json.path("max_retries").asInt());
      case "checkpoint_saved" ->
          new RunEvent.CheckpointSaved(attempt(json), JsonFields.text(json, "git_commit_sha"));
      case "edge_condition_evaluated" ->
          new RunEvent.EdgeConditionEvaluated(
              JsonFields.text(json, "from_node"),
              JsonFields.text(json, "to_node"),
              JsonFields.text(json, "condition"),
              json.path("matched").asBoolean());
      case "edge_selected" ->
          new RunEvent.EdgeSelected(
              JsonFields.text(json, "from_node"),
              JsonFields.text(json, "to_node"),
              JsonFields.text(json, "condition"),
              hopSource(json),
              Optional.of(json.path("retry_target_source").asString(""))
                  .filter(word -> !word.isEmpty())
                  .map(EventJson::retryTargetSource),
              carried(json));
      case "parallel_started" ->
          new RunEvent.ParallelStarted(
              pass(json),
              JsonFields.texts(json.path("branches")),
              JsonFields.text(json, "join_node"),
              Optional.of(json.path("git_commit_sha").asString(""))
                  .filter(commit -> !commit.isEmpty()));
      case "branch_started" ->
          new RunEvent.BranchStarted(
              pass(json),
              new Branch(json.path("number").asInt(), JsonFields.text(json, "branch")),
              JsonFields.text(json, "branch_run_id"),
              JsonFields.text(json, "git_branch"));
      case "branch_completed" ->
          new RunEvent.BranchCompleted(
              pass(json), BranchJson.read(json), totals(json.path("totals")));
      case "parallel_completed" ->
          new RunEvent.ParallelCompleted(
              pass(json),
              json.path("succeeded").asInt(),
              json.path("failed").asInt(),
              json.path("canceled").asInt());
      case "fan_in_selected" ->
          new RunEvent.FanInSelected(
              attempt(json),
              JsonFields.text(json, "fan_out"),
              json.path("pass").asInt(),
              JsonFields.text(json, "branch"),
              JsonFields.text(json, "git_commit_sha"),
              RunEvent.FanInSelected.Ranking.valueOf(
                  JsonFields.text(json, "ranking").toUpperCase(Locale.ROOT)));
      case "goal_gate_checked" ->
          new RunEvent.GoalGateChecked(
              JsonFields.text(json, "node_id"), JsonFields.texts(json.path("unsatisfied")));
      case "loop_restart" ->
          new RunEvent.LoopRestarted(
              JsonFields.text(json, "from_node"),
              JsonFields.text(json, "to_node"),
              JsonFields.text(json, "condition"),
              hopSource(json),
              json.path("iteration").asInt(),
              JsonFields.map(json.path("kept_context")),
              carried(json));
      case "loop_restart_blocked" ->
          new RunEvent.LoopRestartBlocked(
              JsonFields.text(json, "from_node"),
              JsonFields.text(json, "to_node"),
              OutcomeJson.readFailure(json));
      case "failure_cycle_breaker" ->
          new RunEvent.FailureCycleBroken(
              JsonFields.text(json, "node_id"),
              JsonFields.text(json, "signature"),
              JsonFields.text(json, "limit_name"),
              json.path("count").asInt(),
              json.path("limit").asInt(),
              OutcomeJson.readFailure(json));
      case "stage_heartbeat" ->
          new RunEvent.StageHeartbeat(
              attempt(json),
              Duration.ofMillis(json.path("elapsed_ms").asLong()),
              json.path("output_lines").asLong());
      case "stall_watchdog_timeout" ->
          new RunEvent.StallWatchdogTimeout(Duration.ofMillis(json.path("limit_ms").asLong()));
      case "provider_failover" ->
          new RunEvent.ProviderFailover(
              attempt(json),
              JsonFields.text(json, "from_provider"),
              JsonFields.text(json, "to_provider"),
              OutcomeJson.readFailure(json));
      case "interview_started" ->
          new RunEvent.InterviewStarted(
              JsonFields.text(json, "node_id"),
              JsonFields.text(json, "question"),
              JsonFields.texts(json.path("choices")),
              json.path("question_id").asString(""),
              json.path("token").asString(""));
      case "interview_completed" ->
          new RunEvent.InterviewCompleted(
              JsonFields.text(json, "node_id"),
              JsonFields.text(json, "choice"),
              JsonFields.text(json, "answered_by"));
      case "interview_timeout" ->
          new RunEvent.InterviewTimeout(
              JsonFields.text(json, "node_id"), JsonFields.millis(json, "waited_ms"));
      case "warning" -> new RunEvent.Warning(JsonFields.text(json, "message"));
      case "run_resumed" ->
          new RunEvent.RunResumed(
              json.has("interrupted")
                  ? Optional.of(attempt(json.path("interrupted")))
                  : Optional.empty(),
              rules(json));
      case "run_completed" -> new RunEvent.RunCompleted(json.path("exit_node").asString(""));
      case "run_failed" ->
          new RunEvent.RunFailed(
              OutcomeJson.readFailure(json), json.path("exit_node").asString(""));
      case "run_canceled" -> new RunEvent.RunCanceled(JsonFields.text(json, "reason"));
      default -> throw new IllegalArgumentException("unknown event '%s'".formatted(name));
    };
  }

  /** Lines of older programs do not say by which rules. */
  private static int rules(JsonNode json) {
    return json.path("rules").asInt(1);
  }

  private static void write(ObjectNode json, CarriedFailure carried) {
    json.put("failed_node", carried.stage());
    json.put("failure", carried.handling().word());
    if (carried.isAccepted()) {
      json.put("accepted_failure", true);
    }
  }

  private static Optional<CarriedFailure> carried(JsonNode json) {
    return Optional.of(json.path("failure").asString(""))
        .filter(word -> !word.isEmpty())
        .map(word ->
            new CarriedFailure(
                JsonFields.text(json, "failed_node"),
                CarriedFailure.Handling.valueOf(word.toUpperCase(Locale.ROOT))));
  }

  private static void write(ObjectNode json, Attempt attempt) {
    json.put("node_id", attempt.nodeId());
    json.put("visit", attempt.visit());
    json.put("attempt", attempt.number());
  }

  /** A fan-out has one attempt a visit. */
  private static void writePass(ObjectNode json, Attempt fanOut) {
    json.put("fan_out", fanOut.nodeId());
    json.put("pass", fanOut.visit());
  }

  private static Attempt pass(JsonNode json) {
    return Attempt.first(JsonFields.text(json, "fan_out"), json.path("pass").asInt());
  }

  private static void write(ObjectNode json, BranchOf branch) {
    json.put("parent_run_id", branch.parentRun());
    json.put("pass", branch.pass());
    branch.fanOuts().forEach(json.putArray("fan_outs")::add);
    json.put("join_node", branch.join());
    JsonFields.writeCounts(json.putObject("visits"), branch.visits());
    JsonFields.writeCounts(json.putObject("attempts"), branch.attempts());
    ArrayNode before = json.putArray("before");
    for (Trail.Step step : branch.before()) {
      ObjectNode item = before.addObject();
      item.put("node_id", step.nodeId());
      item.put("status", step.status());
      item.put("detail", step.detail());
    }
  }

  private static BranchOf branchOf(JsonNode json) {
    return new BranchOf(
        JsonFields.text(json, "parent_run_id"),
        json.path("pass").asInt(),
        JsonFields.texts(json.path("fan_outs")),
        JsonFields.text(json, "join_node"),
        JsonFields.counts(json.path("visits")),
        JsonFields.counts(json.path("attempts")),
        json.path("before")
            .valueStream()
            .map(item ->
                new Trail.Step(
                    JsonFields.text(item, "node_id"),
                    JsonFields.text(item, "status"),
                    JsonFields.text(item, "detail")))
            .toList());
  }

  private static Totals totals(JsonNode json) {
    return new Totals(
        json.path("stages").asInt(),
        json.path("attempts").asInt(),
        OutcomeJson.readUsage(json),
        Duration.ofMillis(json.path("working_ms").asLong()));
  }

  private static Attempt attempt(JsonNode json) {
    return new Attempt(
        JsonFields.text(json, "node_id"), json.path("visit").asInt(), json.path("attempt").asInt());
  }

  private static HopSource hopSource(JsonNode json) {
    return HopSource.valueOf(JsonFields.text(json, "hop_source").toUpperCase(Locale.ROOT));
  }

  private static RetryTarget.Source retryTargetSource(String word) {
    return Arrays.stream(RetryTarget.Source.values())
        .filter(source -> source.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no retry target source: " + word));
  }
}
