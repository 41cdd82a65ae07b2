package dev.attractor.fs.journal;

import static dev.attractor.fs.file.JsonFields.node;
import static dev.attractor.fs.file.JsonFields.text;

import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.Totals;
import dev.attractor.fs.file.ItemsJson;
import dev.attractor.fs.file.JsonFields;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Facts about fan-outs, their branches and where these meet. */
final class BranchCodecs {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              RunEvent.ParallelStarted.class,
              "parallel_started",
              "A fan-out opens its branches. The commit they start at is missing where the "
                  + "fan-out's own visit was over before they began. `items` is what they work on, "
                  + "one each; `trouble` why there is no list to work through.",
              (json, e) -> {
                AttemptJson.writePass(json, e.fanOut());
                e.branches().forEach(json.putArray("branches")::add);
                json.put("join_node", e.join().value());
                e.commit().ifPresent(commit -> json.put("git_commit_sha", commit));
                if (!e.items().isEmpty()) {
                  ArrayNode items = json.putArray("items");
                  e.items().forEach(item -> items.add(ItemsJson.json(item)));
                }
                e.trouble().ifPresent(why -> json.put("trouble", why));
              },
              json ->
                  new RunEvent.ParallelStarted(
                      AttemptJson.readPass(json),
                      JsonFields.texts(json.path("branches")),
                      node(json, "join_node"),
                      optional(json, "git_commit_sha"),
                      json.path("items").valueStream().map(ItemsJson::item).toList(),
                      optional(json, "trouble"))),
          new Codec<>(
              RunEvent.BranchStarted.class,
              "branch_started",
              "A branch begins, or a new driver goes on with it; it has a journal of its own.",
              (json, e) -> {
                AttemptJson.writePass(json, e.fanOut());
                json.put("branch", e.branch().id());
                json.put("number", e.branch().number());
                if (!e.branch().first().value().equals(e.branch().id())) {
                  json.put("first_node", e.branch().first().value());
                }
                json.put("branch_run_id", e.runId().text());
                json.put("git_branch", e.gitBranch().text());
              },
              json ->
                  new RunEvent.BranchStarted(
                      AttemptJson.readPass(json),
                      new Branch(
                          json.path("number").asInt(),
                          text(json, "branch"),
                          JsonFields.anyNode(json, "first_node")
                              .orElseGet(() -> node(json, "branch"))),
                      new RunId(text(json, "branch_run_id")),
                      new BranchName(text(json, "git_branch")))),
          new Codec<>(
              RunEvent.BranchCompleted.class,
              "branch_completed",
              "A branch has ended: what it came to, and what it used up.",
              (json, e) -> {
                AttemptJson.writePass(json, e.fanOut());
                BranchJson.write(json, e.result());
                write(json.putObject("totals"), e.totals());
              },
              json ->
                  new RunEvent.BranchCompleted(
                      AttemptJson.readPass(json),
                      BranchJson.read(json),
                      totals(json.path("totals")))),
          new Codec<>(
              RunEvent.ParallelCompleted.class,
              "parallel_completed",
              "All branches have ended.",
              (json, e) -> {
                AttemptJson.writePass(json, e.fanOut());
                json.put("succeeded", e.succeeded());
                json.put("failed", e.failed());
                json.put("canceled", e.canceled());
              },
              json ->
                  new RunEvent.ParallelCompleted(
                      AttemptJson.readPass(json),
                      json.path("succeeded").asInt(),
                      json.path("failed").asInt(),
                      json.path("canceled").asInt())),
          new Codec<>(
              RunEvent.FanInSelected.class,
              "fan_in_selected",
              "A fan-in chose the branch whose files the run goes on with; `ranking` says "
                  + "what decided.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("fan_out", e.fanOut().value());
                json.put("pass", e.pass());
                json.put("branch", e.branch());
                json.put("git_commit_sha", e.commit());
                json.put("ranking", e.ranking().word());
                write(json, e.agent());
              },
              json ->
                  new RunEvent.FanInSelected(
                      AttemptJson.read(json),
                      node(json, "fan_out"),
                      json.path("pass").asInt(),
                      text(json, "branch"),
                      text(json, "git_commit_sha"),
                      RunEvent.FanInSelected.Ranking.valueOf(
                          text(json, "ranking").toUpperCase(Locale.ROOT)),
                      agent(json))),
          new Codec<>(
              RunEvent.MergeConflict.class,
              "merge_conflict",
              "Files that two branches have changed in different ways keep a join from merging "
                  + "them: those of `branch` at `theirs` into the work of the ones before, `ours`.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("branch", e.branch());
                json.put("ours", e.ours());
                json.put("theirs", e.theirs());
                e.files().forEach(json.putArray("files")::add);
              },
              json ->
                  new RunEvent.MergeConflict(
                      AttemptJson.read(json),
                      text(json, "branch"),
                      text(json, "ours"),
                      text(json, "theirs"),
                      JsonFields.texts(json.path("files")))),
          new Codec<>(
              RunEvent.BranchesMerged.class,
              "branches_merged",
              "A fan-in has merged the work of all branches that did not fail, in this order.",
              (json, e) -> {
                AttemptJson.write(json, e.attempt());
                json.put("fan_out", e.fanOut().value());
                json.put("pass", e.pass());
                e.branches().forEach(json.putArray("branches")::add);
                json.put("git_commit_sha", e.commit());
                write(json, e.agent());
              },
              json ->
                  new RunEvent.BranchesMerged(
                      AttemptJson.read(json),
                      node(json, "fan_out"),
                      json.path("pass").asInt(),
                      JsonFields.texts(json.path("branches")),
                      text(json, "git_commit_sha"),
                      agent(json))));

  private BranchCodecs() {}

  static void write(ObjectNode json, AgentWork agent) {
    OutcomeJson.write(json, agent.used());
    OutcomeJson.write(json, agent.session());
  }

  static AgentWork agent(JsonNode json) {
    return new AgentWork(OutcomeJson.readUsage(json), OutcomeJson.readSession(json));
  }

  private static Optional<String> optional(JsonNode json, String name) {
    return Optional.of(json.path(name).asString("")).filter(text -> !text.isEmpty());
  }

  static void write(ObjectNode json, Totals totals) {
    json.put("stages", totals.stages());
    json.put("attempts", totals.attempts());
    json.put("working_ms", totals.working().toMillis());
    OutcomeJson.write(json, totals.usage());
  }

  static Totals totals(JsonNode json) {
    return new Totals(
        json.path("stages").asInt(),
        json.path("attempts").asInt(),
        OutcomeJson.readUsage(json),
        Duration.ofMillis(json.path("working_ms").asLong()));
  }
}
