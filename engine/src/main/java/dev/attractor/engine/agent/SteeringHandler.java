package dev.attractor.engine.agent;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.run.Trail;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.stage.StageResult;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks the agent of a manager what to tell the child (SEMANTICS §7a). What it answers are the notes
 * of the outcome; empty when nothing is to be told.
 */
public final class SteeringHandler implements StageHandler {
  private static final int TOLD_STAGES = 12;
  private static final Set<String> NOTHING = Set.of("", "nothing", "none");

  private final AgentHandler agent;

  @Inject
  SteeringHandler(AgentHandler agent) {
    this.agent = agent;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.MANAGER_LOOP;
  }

  @Override
  public StageResult execute(StageRequest request) {
    StageResult said =
        agent.execute(request, request.errand().map(SteeringHandler::briefing).orElse(""));
    String answer = said.outcome().contextUpdates().getOrDefault("last_response", "").strip();
    String bare = answer.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+$", "");
    return new StageResult(
        new Outcome(
            said.outcome().status(), "", List.of(), Map.of(), NOTHING.contains(bare) ? "" : answer),
        said.usage(),
        said.session());
  }

  private static String briefing(StageRequest.Errand errand) {
    return switch (errand) {
      case StageRequest.Steering steering -> briefing(steering);
      case StageRequest.Joining _ ->
          throw new IllegalArgumentException("a manager has no branches");
    };
  }

  private static String briefing(StageRequest.Steering steering) {
    return """

    ## The run you look after
    %s

    Its stages so far, the newest last:
    %s

    Its journal is %s/progress.ndjson, and beside it each stage has a folder. Change nothing, there
    or here. Answer with what the agents of that run are to be told, in plain words that make sense
    to somebody who has not seen your task; it is handed on as you write it. If there is nothing to
    tell, answer with the one word: nothing
    """
        .formatted(
            new TreeMap<>(steering.seen())
                .entrySet().stream()
                    .map(fact -> "- %s: %s".formatted(fact.getKey(), fact.getValue()))
                    .collect(Collectors.joining("\n")),
            stages(steering.child()),
            steering.folder());
  }

  private static String stages(RunState child) {
    List<Trail.Step> steps = child.completed().steps();
    return steps.isEmpty()
        ? "- none has ended yet"
        : steps.subList(Math.max(0, steps.size() - TOLD_STAGES), steps.size()).stream()
            .map(step ->
                "- %s: %s%s"
                    .formatted(
                        step.nodeId(),
                        step.status(),
                        step.detail().isBlank() ? "" : " (" + step.detail().strip() + ")"))
            .collect(Collectors.joining("\n"));
  }
}
