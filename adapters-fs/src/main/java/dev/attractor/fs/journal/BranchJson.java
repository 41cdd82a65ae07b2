package dev.attractor.fs.journal;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How branches ended, as JSON: in the journal, in {@code results.json}, in {@code final.json}. */
public final class BranchJson {
  private BranchJson() {}

  static void write(ObjectNode json, BranchResult result) {
    json.put("branch", result.branch());
    OutcomeJson.write(json, result.outcome());
    json.put("score", result.score());
    json.put("git_commit_sha", result.commit());
    json.put("git_branch", result.gitBranch().map(BranchName::text).orElse(""));
    json.put("canceled", result.isCanceled());
    JsonFields.writeCounts(json.putObject("visits"), result.visits());
    JsonFields.writeNodes(json.putArray("ended_well"), result.endedWell());
    if (!result.response().isEmpty()) {
      json.put("response", result.response());
    }
  }

  /** Older lines tell only by its class that a branch was canceled. */
  static BranchResult read(JsonNode json) {
    Outcome outcome = OutcomeJson.read(json);
    return new BranchResult(
        json.required("branch").asString(),
        outcome,
        json.path("score").asDouble(),
        json.required("git_commit_sha").asString(),
        gitBranch(json.path("git_branch").asString("")),
        json.path("canceled").asBoolean(outcome.isCanceled()),
        JsonFields.counts(json.path("visits")),
        JsonFields.nodes(json.path("ended_well")),
        json.path("response").asString(""));
  }

  private static Optional<BranchName> gitBranch(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(new BranchName(text));
  }

  /** Returns {@code results.json}: how the branches of a visit of a fan-out ended. */
  public static ObjectNode write(FanOut fanOut, FanOutPass pass) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("fan_out", fanOut.nodeId().value());
    json.put("pass", pass.pass());
    json.put("join_node", pass.join().value());
    json.put("join_policy", fanOut.policy().join().word());
    json.put("error_policy", fanOut.policy().onError().word());
    json.put("take", fanOut.take().word());
    write(json.putArray("branches"), pass);
    return json;
  }

  /** Writes how the branches of the latest visit of each fan-out ended, for {@code final.json}. */
  public static void write(ArrayNode json, Map<NodeId, FanOutPass> fanOuts) {
    fanOuts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> {
          ObjectNode item = json.addObject();
          item.put("fan_out", entry.getKey().value());
          item.put("pass", entry.getValue().pass());
          item.put("join_node", entry.getValue().join().value());
          entry.getValue().selected().ifPresent(chosen -> item.put("winner", chosen.branch()));
          entry.getValue().merged().ifPresent(made -> item.put("merged", made.commit()));
          write(item.putArray("branches"), entry.getValue());
        });
  }

  private static void write(ArrayNode json, FanOutPass pass) {
    pass.results().forEach(result -> write(json.addObject(), result));
  }
}
