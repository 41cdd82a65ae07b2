package dev.attractor.fs.journal;

import static dev.attractor.fs.file.JsonFields.node;
import static dev.attractor.fs.file.JsonFields.text;

import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.fs.file.JsonFields;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Facts about the way a run takes from stage to stage. */
final class HopCodecs {
  static final List<Codec<?>> ALL =
      List.of(
          new Codec<>(
              RunEvent.EdgeConditionEvaluated.class,
              "edge_condition_evaluated",
              "A condition was evaluated while the next hop was chosen.",
              (json, e) -> {
                json.put("from_node", e.from().value());
                json.put("to_node", e.to().value());
                json.put("condition", e.condition());
                json.put("matched", e.matched());
              },
              json ->
                  new RunEvent.EdgeConditionEvaluated(
                      node(json, "from_node"),
                      node(json, "to_node"),
                      text(json, "condition"),
                      json.path("matched").asBoolean())),
          new Codec<>(
              RunEvent.EdgeSelected.class,
              "edge_selected",
              "The next hop. `failed_node` and `failure` tell which failure it carries away, "
                  + "and what becomes of it.",
              (json, e) -> {
                json.put("from_node", e.from().value());
                json.put("to_node", e.to().value());
                json.put("hop_source", e.source().word());
                json.put("condition", e.condition());
                e.retryTarget().ifPresent(source -> json.put("retry_target_source", source.word()));
                e.failure().ifPresent(carried -> write(json, carried));
              },
              json ->
                  new RunEvent.EdgeSelected(
                      node(json, "from_node"),
                      node(json, "to_node"),
                      text(json, "condition"),
                      hopSource(json),
                      Optional.of(json.path("retry_target_source").asString(""))
                          .filter(word -> !word.isEmpty())
                          .map(HopCodecs::retryTargetSource),
                      carried(json))),
          new Codec<>(
              RunEvent.GoalGateChecked.class,
              "goal_gate_checked",
              "Before the exit: the visited goal gates whose last visit did not end well.",
              (json, e) -> {
                json.put("node_id", e.exitNode().value());
                json.put("satisfied", e.unsatisfied().isEmpty());
                JsonFields.writeNodes(json.putArray("unsatisfied"), e.unsatisfied());
              },
              json ->
                  new RunEvent.GoalGateChecked(
                      node(json, "node_id"), JsonFields.nodes(json.path("unsatisfied")))),
          new Codec<>(
              RunEvent.LoopRestarted.class,
              "loop_restart",
              "A new iteration begins, with the values of the context that survive.",
              (json, e) -> {
                json.put("from_node", e.from().value());
                json.put("to_node", e.to().value());
                json.put("hop_source", e.source().word());
                json.put("condition", e.condition());
                json.put("iteration", e.iteration());
                JsonFields.writeMap(json.putObject("kept_context"), e.kept());
                e.failure().ifPresent(carried -> write(json, carried));
              },
              json ->
                  new RunEvent.LoopRestarted(
                      node(json, "from_node"),
                      node(json, "to_node"),
                      text(json, "condition"),
                      hopSource(json),
                      json.path("iteration").asInt(),
                      JsonFields.map(json.path("kept_context")),
                      carried(json))),
          new Codec<>(
              RunEvent.LoopRestartBlocked.class,
              "loop_restart_blocked",
              "A new iteration was due but is not allowed.",
              (json, e) -> {
                json.put("from_node", e.from().value());
                json.put("to_node", e.to().value());
                OutcomeJson.write(json, e.failure());
              },
              json ->
                  new RunEvent.LoopRestartBlocked(
                      node(json, "from_node"),
                      node(json, "to_node"),
                      OutcomeJson.readFailure(json))),
          new Codec<>(
              RunEvent.FailureCycleBroken.class,
              "failure_cycle_breaker",
              "The run goes in a circle and is ended; `limit_name` is the attribute that set "
                  + "the limit.",
              (json, e) -> {
                json.put("node_id", e.nodeId());
                json.put("signature", e.signature());
                json.put("limit_name", e.limitName());
                json.put("count", e.count());
                json.put("limit", e.limit());
                OutcomeJson.write(json, e.failure());
              },
              json ->
                  new RunEvent.FailureCycleBroken(
                      text(json, "node_id"),
                      text(json, "signature"),
                      text(json, "limit_name"),
                      json.path("count").asInt(),
                      json.path("limit").asInt(),
                      OutcomeJson.readFailure(json))));

  private HopCodecs() {}

  private static void write(ObjectNode json, CarriedFailure carried) {
    json.put("failed_node", carried.stage().value());
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
                node(json, "failed_node"),
                CarriedFailure.Handling.valueOf(word.toUpperCase(Locale.ROOT))));
  }

  private static HopSource hopSource(JsonNode json) {
    return HopSource.valueOf(text(json, "hop_source").toUpperCase(Locale.ROOT));
  }

  private static RetryTarget.Source retryTargetSource(String word) {
    return Arrays.stream(RetryTarget.Source.values())
        .filter(source -> source.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no retry target source: " + word));
  }
}
