package dev.attractor.domain.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run that is a branch of another one: how it begins, and what it came to (SEMANTICS §7). */
public final class BranchRun {
  private static final int TOLD_VISITS = 20;

  /** Characters, of all that a branch has heard together: each fact of a branch holds them. */
  private static final int MOST_HEARD = 20_000;

  private BranchRun() {}

  /**
   * Returns the first fact of a branch: it begins where the fan-out stands, with a copy of the
   * context. Whether it begins before or after another one has ended, it is the same.
   *
   * @param run the one with the fan-out
   * @param branchPrefix {@code git.run_branch_prefix}
   */
  public static RunEvent.RunStarted begin(
      RunState run, Attempt fanOut, NodeId join, Branch branch, String branchPrefix) {
    RunEvent.RunStarted origin = run.origin();
    List<NodeId> enclosing = new ArrayList<>();
    origin.branch().ifPresent(outer -> enclosing.addAll(outer.fanOuts()));
    enclosing.add(fanOut.nodeId());
    FanOutPass pass = run.pass(fanOut.nodeId());
    return new RunEvent.RunStarted(
        origin.runId().inside(prefix(fanOut.nodeId(), fanOut.visit()) + branch.id()),
        origin.pipeline(),
        branch.first(),
        origin.graphDigest(),
        run.head(),
        new BranchNames(branchPrefix, origin.runId()).ofBranch(fanOut, branch.id()),
        run.context(),
        Optional.of(
            new BranchOf(
                origin.runId(),
                fanOut.visit(),
                enclosing,
                join,
                run.visits().without(pass.results()).ever(),
                run.visits().attempts(),
                run.past(TOLD_VISITS),
                heard(run),
                pass.itemOf(branch).or(run::item))),
        run.rules());
  }

  private static List<BranchWords> heard(RunState run) {
    List<BranchWords> words = run.memory().heard();
    int each = MOST_HEARD / Math.max(1, words.size());
    return words.stream().map(one -> one.shortened(each)).toList();
  }

  /** Returns what a run inside another is called there: a branch by its id, a part by its node. */
  public static String nameOf(RunEvent.RunStarted started) {
    String name = started.runId().name();
    return started
        .branch()
        .map(branch -> name.substring(prefix(branch.fanOuts().getLast(), branch.pass()).length()))
        .orElseGet(() -> name.replaceFirst("-v\\d+-a\\d+$", ""));
  }

  /**
   * Returns the pipeline that a run inside another goes through: a branch the one it is drawn in, a
   * part, or a child, one of its own; empty when a changed pipeline does not have it.
   *
   * @param around the pipeline of the run that it is inside of
   */
  public static Optional<ValidPipeline> pipelineOf(
      RunEvent.RunStarted started, ValidPipeline around) {
    return started.branch().isPresent()
        ? Optional.of(around)
        : around.runBy(new NodeId(nameOf(started)));
  }

  private static String prefix(NodeId fanOut, int pass) {
    return "%s-p%d-".formatted(fanOut, pass);
  }

  /**
   * Returns what a branch came to.
   *
   * @param run that of the branch
   * @throws IllegalStateException when it has not ended
   */
  public static BranchResult result(RunState run, Branch branch) {
    RunEnd ended = run.end().orElseThrow(() -> new IllegalStateException("not ended: " + branch));
    Outcome outcome =
        switch (ended) {
          case RunEnd.Succeeded _ ->
              Outcome.of(
                  run.last().status().isFailure() // which the author accepts
                      ? Status.Passed.PARTIAL_SUCCESS
                      : run.last().status());
          case RunEnd.Failed(Failure failure, var _) -> Outcome.fail(failure);
          case RunEnd.Canceled(String reason) -> Outcome.fail(FailureClass.CANCELED, reason);
        };
    return new BranchResult(
        branch.id(),
        outcome,
        score(run.context()),
        run.head(),
        Optional.of(run.origin().runBranch()),
        ended instanceof RunEnd.Canceled,
        run.visits().sinceItBegan(),
        run.history().outcomes().entrySet().stream()
            .filter(node -> node.getValue().status().satisfiesGoalGate())
            .map(Map.Entry::getKey)
            .toList());
  }

  /**
   * Returns what a run inside another has said, which goes on whatever its join takes: the whole
   * response of the last agent that worked in it, and the beginnings of what branches said that
   * have come together since; else the end of what its last command printed; empty when nobody
   * worked in it (SEMANTICS §7).
   */
  public static String said(RunState run) {
    return words(run).values().stream().findFirst().orElse("");
  }

  /**
   * Returns what it has said under the key of the context by which an agent or a command says it.
   */
  public static Map<String, String> words(RunState run) {
    List<String> parts = new ArrayList<>();
    Map<NodeId, List<BranchWords>> joined = run.words();
    for (Trail.Step step : run.completed().steps().reversed()) {
      Optional<String> agent = reported(Shortened.LAST_RESPONSE_KEY, step, run);
      if (agent.isPresent()) {
        parts.addFirst(agent.get());
        break;
      }
      // of a join that was visited more than once the latest visit is known
      Optional.ofNullable(joined.remove(step.nodeId())).orElse(List.of()).reversed().stream()
          .map(words -> "%s said:\n%s".formatted(words.branch(), words.response()))
          .forEach(parts::addFirst);
    }
    if (!parts.isEmpty()) {
      return Map.of(Shortened.LAST_RESPONSE_KEY, String.join("\n\n", parts));
    }
    return run.completed().steps().reversed().stream()
        .flatMap(step -> reported(Shortened.TOOL_OUTPUT_KEY, step, run).stream())
        .findFirst()
        .map(text -> Map.of(Shortened.TOOL_OUTPUT_KEY, text))
        .orElse(Map.of());
  }

  private static Optional<String> reported(String key, Trail.Step step, RunState run) {
    return run.outcomeOf(step.nodeId())
        .map(outcome -> outcome.contextUpdates().getOrDefault(key, ""))
        .filter(text -> !text.isBlank());
  }

  private static double score(Map<String, String> context) {
    try {
      double score = Double.parseDouble(context.getOrDefault("score", "0"));
      return Double.isFinite(score) ? score : 0;
    } catch (NumberFormatException e) {
      return 0; // no number, no score
    }
  }
}
