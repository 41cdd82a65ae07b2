package dev.attractor.domain.replay;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.run.Phase;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why a run took a decision.
 *
 * @param index the place of the fact that records it, from 0
 * @param decision what was decided, one sentence
 * @param rule the rule of SEMANTICS that decided
 * @param alternatives what else there was and why it lost
 */
public record Explanation(int index, String decision, String rule, List<String> alternatives) {
  public Explanation {
    alternatives = List.copyOf(alternatives);
  }

  /** Returns the decisions of a run, oldest first. */
  public static List<Explanation> of(ValidPipeline pipeline, List<? extends RunEvent> facts) {
    List<Explanation> all = new ArrayList<>();
    Map<String, Boolean> evaluated = new HashMap<>();
    RunState state = RunState.fold(facts.subList(0, 1));
    for (int index = 1; index < facts.size(); index++) {
      RunEvent fact = facts.get(index);
      if (fact instanceof RunEvent.EdgeConditionEvaluated e) {
        evaluated.put(key(e.from(), e.to(), e.condition()), e.matched());
      }
      Phase phase = state.phase();
      explain(pipeline, state, evaluated, index, fact)
          .map(told -> fact instanceof RunEvent.RunFailed ? told.becauseOf(all, phase) : told)
          .ifPresent(all::add);
      state = state.apply(fact);
    }
    return all;
  }

  /** A run that was ended, or not let into an exit, fails by the rule that was told before. */
  private Explanation becauseOf(List<Explanation> before, Phase phase) {
    return switch (phase) {
      case Phase.Broken _, Phase.Refused _ ->
          new Explanation(index, decision, before.getLast().rule, alternatives);
      case Phase.Entering _,
          Phase.Admitted _,
          Phase.Running _,
          Phase.Attempted _,
          Phase.Settling _,
          Phase.Delayed _,
          Phase.Settled _,
          Phase.Branching _,
          Phase.Branched _,
          Phase.Supervising _,
          Phase.Supervised _ ->
          this;
    };
  }

  private static String key(NodeId from, NodeId to, String condition) {
    return from + " -> " + to + " [" + condition + "]";
  }

  private static Optional<Explanation> explain(
      ValidPipeline pipeline,
      RunState state,
      Map<String, Boolean> evaluated,
      int index,
      RunEvent fact) {
    return switch (fact) {
      case RunEvent.EdgeSelected hop -> Optional.of(hop(pipeline, state, evaluated, index, hop));
      case RunEvent.LoopRestarted e ->
          told(
              index,
              "%s -> %s begins iteration %d".formatted(e.from(), e.to(), e.iteration()),
              "§6 loop_restart: the edge chosen by %s starts a new iteration"
                      .formatted(e.source().word())
                  + e.failure().map(Explanation::became).orElse(""));
      case RunEvent.LoopRestartBlocked e ->
          told(
              index,
              "no new iteration from %s to %s".formatted(e.from(), e.to()),
              "§6 loop_restart: " + e.failure().reason());
      case RunEvent.StageRetrySleep e ->
          told(
              index,
              "%s is repeated after %d ms".formatted(e.attempt(), e.delay().toMillis()),
              "§5: the failure's class can heal and the budget has room");
      case RunEvent.StageRetryBlocked e ->
          told(
              index,
              "%s is not repeated".formatted(e.attempt()),
              "§5: %s (class %s, max_retries=%d)"
                  .formatted(e.why(), e.failure().failureClass().word(), e.maxRetries()));
      case RunEvent.GoalGateChecked e ->
          told(
              index,
              e.unsatisfied().isEmpty()
                  ? "the goal gates let the run into " + e.exitNode()
                  : "not satisfied: "
                      + e.unsatisfied().stream()
                          .map(NodeId::value)
                          .collect(Collectors.joining(", ")),
              "§6 goal gates: each visited gate must have ended in success");
      case RunEvent.ParallelStarted e ->
          told(
              index,
              "%s opens the branches %s"
                  .formatted(e.fanOut().nodeId(), String.join(", ", e.branches())),
              "§7: one branch for each %s; they meet in %s"
                  .formatted(
                      pipeline.fanOut(e.fanOut().nodeId()).forEach().isPresent()
                          ? "item of the list"
                          : "node its edges lead to",
                      e.join()));
      case RunEvent.BranchCompleted(var fanOut, BranchResult result, var _)
          when !result.firstWords().isEmpty() ->
          told(
              index,
              "the branch %s of %s said: %s"
                  .formatted(result.branch(), fanOut.nodeId(), result.firstWords()),
              "§7: what branches said goes on, whatever their join takes");
      case RunEvent.BranchCompleted _ -> Optional.empty();
      case RunEvent.FanInSelected e -> Optional.of(winner(pipeline, state, index, e));
      case RunEvent.BranchesMerged e ->
          Optional.of(
              new Explanation(
                  index,
                  "%s goes on with the work of %s"
                      .formatted(e.attempt().nodeId(), String.join(", ", e.branches())),
                  "§7 take=all: merged in the order of the fan-out's branches",
                  state.pass(e.fanOut()).results().stream()
                      .filter(result -> !e.branches().contains(result.branch()))
                      .map(result -> result.branch() + ": " + leftOut(result))
                      .toList()));
      case RunEvent.MergeConflict e ->
          told(
              index,
              "%s cannot merge %s: %s"
                  .formatted(e.attempt().nodeId(), e.branch(), String.join(", ", e.files())),
              "§7 take=all: both sides changed the same place (%s and %s)"
                  .formatted(e.ours(), e.theirs()));
      case RunEvent.ChildStarted e ->
          told(
              index,
              "%s begins the run %s on %s".formatted(e.manager(), e.runId(), e.gitBranch()),
              "§7a: a manager looks after a run of another pipeline");
      case RunEvent.ManagerCycle e ->
          switch (e.decision()) {
            case OBSERVE -> Optional.empty();
            case STEER ->
                told(
                    index,
                    "%s asked its agent in cycle %d: %s"
                        .formatted(
                            e.manager(),
                            e.cycle(),
                            e.instruction()
                                .map(said -> "tell the child: " + said.text().strip())
                                .orElse("nothing is to be told")),
                    "§7a manager.actions=steer");
            case STOP ->
                told(
                    index,
                    "%s stops its child in cycle %d".formatted(e.manager(), e.cycle()),
                    "§7a manager.stop_condition holds");
          };
      case RunEvent.Steered e ->
          told(
              index,
              "%s was told by %s: %s"
                  .formatted(
                      e.child()
                          .map(child -> "the run " + child)
                          .or(() -> e.instruction().to().map(node -> "the stage " + node))
                          .orElse("this run"),
                      e.instruction().by(),
                      e.instruction().text().strip()),
              "§7a: what is told goes to whoever works, and to later stages");
      case RunEvent.ChildCompleted e ->
          told(
              index,
              "the child of %s has ended: %s%s"
                  .formatted(
                      e.manager(),
                      e.outcome().status().word(),
                      e.outcome().failure().map(failure -> ", " + failure.reason()).orElse("")),
              e.taken()
                  ? "§7a: the run goes on with its work"
                  : "§7a: its work stays on its branch");
      case RunEvent.FailureCycleBroken e ->
          told(
              index,
              "the run is ended at " + e.nodeId(),
              "§6 cycle breakers: %s=%d, counted %d"
                  .formatted(e.limitName(), e.limit(), e.count()));
      case RunEvent.RunFailed e ->
          told(
              index,
              "the run fails: " + e.failure().reason(),
              e.exitNode()
                  .map("§6: an exit is no absolution; the run came to %s"::formatted)
                  .orElse("§6: no rule leads further"));
      case RunEvent.RunStarted _,
          RunEvent.StageAttemptStarted _,
          RunEvent.StageAttemptEnded _,
          RunEvent.CheckpointSaved _,
          RunEvent.ParallelCompleted _,
          RunEvent.RunResumed _,
          RunEvent.RunCompleted _,
          RunEvent.RunCanceled _,
          RunEvent.Observation _ ->
          Optional.empty();
    };
  }

  private static Optional<Explanation> told(int index, String what, String why) {
    return Optional.of(new Explanation(index, what, why, List.of()));
  }

  private static String leftOut(BranchResult result) {
    return result
        .outcome()
        .failure()
        .map(failure -> "left out, it failed: " + failure.reason())
        .orElse("left out");
  }

  private static Explanation winner(
      ValidPipeline pipeline, RunState state, int index, RunEvent.FanInSelected chosen) {
    List<String> losers =
        Optional.ofNullable(state.fanOuts().get(chosen.fanOut())).stream()
            .flatMap(pass -> pass.results().stream())
            .filter(result -> !result.branch().equals(chosen.branch()))
            .map(result -> "%s: %s".formatted(result.branch(), whyNot(result, chosen)))
            .toList();
    return new Explanation(
        index,
        switch (pipeline.fanOut(chosen.fanOut()).take()) {
          case BEST ->
              "%s goes on with the branch %s".formatted(chosen.attempt().nodeId(), chosen.branch());
          case NONE ->
              "%s ends as the branch %s did, and takes the files of none"
                  .formatted(chosen.attempt().nodeId(), chosen.branch());
          case ALL ->
              "%s ends as the branch %s did".formatted(chosen.attempt().nodeId(), chosen.branch());
        },
        switch (chosen.ranking()) {
          case ORDER -> "§7 fan-in: the best by status, then score, then id";
          case AGENT -> "§7 fan-in: the agent of its prompt chose it";
        },
        losers);
  }

  private static String whyNot(BranchResult result, RunEvent.FanInSelected chosen) {
    String ended =
        "%s, score %s".formatted(result.outcome().status().word(), shown(result.score()));
    return result
        .outcome()
        .failure()
        .map(failure -> "it failed: " + failure.reason())
        .orElseGet(() ->
            switch (chosen.ranking()) {
              case ORDER -> ended + ": comes later";
              case AGENT -> ended + ": not chosen";
            });
  }

  private static String shown(double score) {
    return score == Math.rint(score) ? Long.toString(Math.round(score)) : Double.toString(score);
  }

  private static Explanation hop(
      ValidPipeline pipeline,
      RunState state,
      Map<String, Boolean> evaluated,
      int index,
      RunEvent.EdgeSelected hop) {
    return new Explanation(
        index,
        "%s -> %s".formatted(hop.from(), hop.to()),
        rule(pipeline, hop) + hop.failure().map(Explanation::became).orElse(""),
        losers(pipeline, state, evaluated, hop));
  }

  /** What the hop makes of the failure it carries (§6, "An exit is no absolution"). */
  private static String became(CarriedFailure carried) {
    return "; the failure of %s %s"
        .formatted(
            carried.stage(),
            switch (carried.handling()) {
              case HANDLED -> "is handled";
              case ACCEPTED -> "is accepted (accept_failure)";
              case PASSED_ON -> "is handed on";
              case STANDING -> "stands against the run: nothing here tells outcomes apart";
            });
  }

  private static String rule(ValidPipeline pipeline, RunEvent.EdgeSelected hop) {
    return switch (hop.source()) {
      case CONDITIONAL -> "§6 rule 1: the condition %s holds".formatted(hop.condition());
      case CHOICE -> "§6 people decide: this choice was taken";
      case PREFERRED_LABEL -> "§6 rule 2: the edge carries the preferred label";
      case SUGGESTED_ID -> "§6 rule 3: the stage suggested " + hop.to();
      case WEIGHT -> "§6 rule 4: the best unconditional edge";
      case JOIN -> "§7: the branches of %s meet there".formatted(hop.from());
      case RETRY_TARGET ->
          "§6 %s: %s names %s"
              .formatted(
                  pipeline
                          .graph()
                          .find(hop.from())
                          .map(Node::kind)
                          .equals(Optional.of(NodeKind.FAN_IN))
                      ? "fan-in failure"
                      : "failing nodes",
                  hop.retryTarget().map(RetryTarget.Source::word).orElse("retry_target"),
                  hop.to());
    };
  }

  private static List<String> losers(
      ValidPipeline pipeline,
      RunState state,
      Map<String, Boolean> evaluated,
      RunEvent.EdgeSelected hop) {
    boolean failed =
        state.phase() instanceof Phase.Settled(var _, Outcome outcome)
            && outcome.status().isFailure();
    List<String> losers = new ArrayList<>();
    if (hop.source() == HopSource.JOIN) {
      return losers; // its edges opened branches
    }
    boolean winnerSeen = false;
    for (Edge edge : pipeline.graph().outgoing(hop.from())) {
      boolean winner =
          !winnerSeen
              && hop.source() != HopSource.RETRY_TARGET
              && edge.to().equals(hop.to())
              && edge.conditionText().equals(hop.condition());
      if (winner) {
        winnerSeen = true;
        continue;
      }
      losers.add("%s: %s".formatted(shown(edge), whyLost(edge, hop, failed, evaluated)));
    }
    return losers;
  }

  private static String shown(Edge edge) {
    return edge.isUnconditional()
        ? "-> " + edge.to()
        : "-> %s [%s]".formatted(edge.to(), edge.conditionText());
  }

  private static String whyLost(
      Edge edge, RunEvent.EdgeSelected hop, boolean failed, Map<String, Boolean> evaluated) {
    if (!edge.isUnconditional()) {
      if (hop.source() == HopSource.CHOICE) {
        return "another choice was taken";
      }
      boolean held =
          evaluated.getOrDefault(key(edge.from(), edge.to(), edge.conditionText()), false);
      return held ? "its condition holds, but weight or name come later" : "its condition fails";
    }
    return switch (hop.source()) {
      case CONDITIONAL -> "a condition holds, and conditions come first";
      case CHOICE -> "another choice was taken";
      case PREFERRED_LABEL -> "it does not carry the preferred label";
      case SUGGESTED_ID -> "it leads to no node that was suggested before";
      case WEIGHT, JOIN -> "weight or name come later";
      case RETRY_TARGET ->
          failed
              ? "the stage failed, and its retry target comes before unconditional edges"
              : "a goal gate is not satisfied";
    };
  }
}
