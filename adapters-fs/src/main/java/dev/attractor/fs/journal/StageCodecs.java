package dev.attractor.fs.journal;

import static dev.attractor.fs.file.JsonFields.millis;
import static dev.attractor.fs.file.JsonFields.text;

import dev.attractor.domain.run.RunEvent;
import java.time.Duration;
import java.util.List;

/** Facts about the attempts of a stage. */
final class StageCodecs {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              RunEvent.StageAttemptStarted.class,
              "stage_attempt_start",
              "An attempt begins; written before anything happens.",
              (json, e) -> AttemptJson.write(json, e.attempt()),
              json -> new RunEvent.StageAttemptStarted(AttemptJson.read(json))),
          new Codec<>(
              RunEvent.StageAttemptEnded.class,
              "stage_attempt_end",
              "An attempt is over: what it counts as, what its agent used, and a commit of "
                  + "the work tree as it left it.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                OutcomeJson.write(json, e.outcome());
                json.put("duration_ms", e.duration().toMillis());
                OutcomeJson.write(json, e.usage());
                OutcomeJson.write(json, e.session());
                json.put("git_commit_sha", e.commit());
              },
              json ->
                  new RunEvent.StageAttemptEnded(
                      AttemptJson.read(json),
                      OutcomeJson.read(json),
                      millis(json, "duration_ms"),
                      OutcomeJson.readUsage(json),
                      OutcomeJson.readSession(json),
                      text(json, "git_commit_sha"))),
          new Codec<>(
              RunEvent.StageRetrySleep.class,
              "stage_retry_sleep",
              "The attempt failed and is repeated after a pause.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("delay_ms", e.delay().toMillis());
              },
              json ->
                  new RunEvent.StageRetrySleep(AttemptJson.read(json), millis(json, "delay_ms"))),
          new Codec<>(
              RunEvent.StageRetryBlocked.class,
              "stage_retry_blocked",
              "The attempt failed and is not repeated; `reason` says why not.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                OutcomeJson.write(json, e.failure());
                json.put("reason", e.why());
                json.put("max_retries", e.maxRetries());
              },
              json ->
                  new RunEvent.StageRetryBlocked(
                      AttemptJson.read(json),
                      OutcomeJson.readFailure(json),
                      text(json, "reason"),
                      json.path("max_retries").asInt())),
          new Codec<>(
              RunEvent.CheckpointSaved.class,
              "checkpoint_saved",
              "The visit is over: the run branch stands at this commit.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("git_commit_sha", e.commit());
              },
              json ->
                  new RunEvent.CheckpointSaved(
                      AttemptJson.read(json), text(json, "git_commit_sha"))),
          new Codec<>(
              RunEvent.AgentProgress.class,
              "agent_event",
              "An agent has done something, in short: `type` is that of the line in the stage's "
                  + "`events.ndjson`, which has the whole.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("type", e.type());
                json.put("summary", e.summary());
              },
              json ->
                  new RunEvent.AgentProgress(
                      AttemptJson.read(json), text(json, "type"), text(json, "summary"))),
          new Codec<>(
              RunEvent.StageHeartbeat.class,
              "stage_heartbeat",
              "A stage is still at work: since when, and how many lines its program has "
                  + "printed since the last beat.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("elapsed_ms", e.elapsed().toMillis());
                json.put("output_lines", e.lines());
              },
              json ->
                  new RunEvent.StageHeartbeat(
                      AttemptJson.read(json),
                      Duration.ofMillis(json.path("elapsed_ms").asLong()),
                      json.path("output_lines").asLong())),
          new Codec<>(
              RunEvent.ProviderFailover.class,
              "provider_failover",
              "Another agent takes over from one that failed, as the configuration says.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("from_provider", e.from());
                json.put("to_provider", e.to());
                OutcomeJson.write(json, e.failure());
              },
              json ->
                  new RunEvent.ProviderFailover(
                      AttemptJson.read(json),
                      text(json, "from_provider"),
                      text(json, "to_provider"),
                      OutcomeJson.readFailure(json))));

  private StageCodecs() {}
}
