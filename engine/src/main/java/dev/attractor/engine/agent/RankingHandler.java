package dev.attractor.engine.agent;

import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;

/** Has an agent say which branch a fan-in with a prompt goes on with (SEMANTICS §7). */
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
    return agent.execute(request, request.fanIn().map(RankingHandler::briefing).orElse(""));
  }

  /** What the agent has to know about the candidates, and how it says its choice. */
  private static String briefing(FanIn fanIn) {
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
                            candidate.gitBranch()))
                .collect(Collectors.joining("\n")),
            candidates.getFirst().branch());
  }
}
