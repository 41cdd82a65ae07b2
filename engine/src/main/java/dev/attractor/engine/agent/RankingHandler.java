package dev.attractor.engine.agent;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Has an agent say which branch a fan-in with a prompt goes on with, or merge what git cannot
 * (SEMANTICS §7).
 */
public final class RankingHandler implements StageHandler {
  private final AgentHandler agent;

  @Inject
  RankingHandler(AgentHandler agent) {
    this.agent = agent;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.FAN_IN;
  }

  @Override
  public StageResult execute(StageRequest request) {
    return agent.execute(request, request.errand().map(RankingHandler::briefing).orElse(""));
  }

  private static String briefing(StageRequest.Errand errand) {
    return switch (errand) {
      case StageRequest.Joining joining -> briefing(joining);
      case StageRequest.Steering _ -> throw new IllegalArgumentException("a join has no child");
    };
  }

  private static String briefing(StageRequest.Joining joining) {
    return joining
        .conflict()
        .map(RankingHandler::ofConflict)
        .orElseGet(() -> ofCandidates(joining.fanIn()));
  }

  /** What the agent has to know about a merge that git could not make. */
  private static String ofConflict(RunEvent.MergeConflict conflict) {
    return """

    ## The conflict
    The work of the branch %1$s (commit %2$s) is being merged into that of the branches before it
    (commit %3$s). Git could not merge these files; conflict markers and the index say where:
    %4$s
    Look at what each side wanted: git diff %3$s...%2$s and git diff %2$s...%3$s
    Resolve every one of them so that the work of both sides is kept: leave no conflict marker, no
    unmerged file, and take back nothing that either side did. Do not commit, and do not abort the
    merge.
    """
        .formatted(
            conflict.branch(),
            conflict.theirs(),
            conflict.ours(),
            conflict.files().stream().map("- "::concat).collect(Collectors.joining("\n")));
  }

  /** What the agent has to know about the candidates, and how it says its choice. */
  private static String ofCandidates(FanIn fanIn) {
    List<BranchResult> candidates = fanIn.candidates();
    return """

    ## The candidates
    Each of these branches of the pipeline did the work in its own way. You are on the commit
    they all began with; look at what one changed with: git diff HEAD <commit>
    %s
    Change nothing. Choose the best one and name it in the status file:
    {"status": "success", "preferred_label": "%s"}
    """
        .formatted(
            candidates.stream()
                .map(candidate ->
                    "- %s: %s, score %s, commit %s, branch %s"
                        .formatted(
                            candidate.branch(),
                            candidate.outcome().status().word(),
                            candidate.score(),
                            candidate.commit(),
                            candidate.gitBranch().map(BranchName::text).orElse("")))
                .collect(Collectors.joining("\n")),
            candidates.getFirst().branch());
  }
}
