package dev.attractor.engine.agent;

import dev.attractor.domain.fidelity.Fidelity;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.prompt.Preamble;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.run.Trail;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.stage.StageRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the stages before have left for the preamble of the next agent (SEMANTICS §8). */
final class PastWork {
  private PastWork() {}

  static Preamble.Facts facts(StageRequest request, Fidelity fidelity) {
    RunState state = request.state();
    return new Preamble.Facts(
        request.node().id(),
        request.attempt().visit(),
        request.attempt().number(),
        request.runId().text(),
        request.pipeline().graph().goal(),
        request.worktree().toString(),
        request.folder().statusPath().toString(),
        state.past().stream()
            .map(step -> new Preamble.Past(step.nodeId(), step.status(), step.detail()))
            .toList(),
        state.context(),
        said(request, fidelity.budget()),
        evidence(request),
        branches(request, fidelity.budget()),
        state.memory().told().stream()
            .filter(said -> said.isFor(request.node().id()))
            .map(Instruction::text)
            .toList());
  }

  /** What branches said that have come together since the last agent worked, or come now. */
  private static List<Preamble.Said> branches(StageRequest request, int most) {
    if (request.node().kind() == NodeKind.FAN_IN) {
      return saidAt(request.node().id(), request, most);
    }
    for (Trail.Step step : request.state().past().reversed()) {
      Optional<Node> node = request.pipeline().graph().find(step.nodeId());
      if (node.map(Node::kind).filter(NodeKind.FAN_IN::equals).isPresent()) {
        return saidAt(step.nodeId(), request, most);
      }
      if (node.filter(Node::asksAgent).isPresent()) {
        return List.of();
      }
    }
    return List.of();
  }

  private static List<Preamble.Said> saidAt(NodeId join, StageRequest request, int most) {
    StageFolder folder = request.folder();
    return request.state().words().getOrDefault(join, List.of()).stream()
        .map(words ->
            folder
                .left(join, RunLayout.saidBy(words.branch()))
                .map(file ->
                    new Preamble.Said(
                        words.branch(), folder.beginningOf(file, most + 1), file.toString()))
                // the facts outlive the folder of a run
                .orElseGet(() -> new Preamble.Said(words.branch(), words.response(), "")))
        .toList();
  }

  /** The latest stage with a response is that of the last agent. */
  private static Optional<Preamble.Said> said(StageRequest request, int most) {
    StageFolder folder = request.folder();
    for (Trail.Step step : request.state().past().reversed()) {
      Optional<Path> file =
          isAgent(request, step.nodeId())
              ? folder.left(step.nodeId(), RunLayout.RESPONSE)
              : Optional.empty();
      if (file.isPresent()) {
        return Optional.of(
            new Preamble.Said(
                step.nodeId().value(),
                folder.beginningOf(file.get(), most + 1),
                file.get().toString()));
      }
    }
    return Optional.empty();
  }

  private static boolean isAgent(StageRequest request, NodeId nodeId) {
    return request
        .pipeline()
        .graph()
        .find(nodeId)
        .map(Node::kind)
        .filter(kind ->
            switch (kind) {
              case AGENT, FAN_IN, CUSTOM -> true;
              case START, EXIT, CONDITIONAL, HUMAN, PARALLEL, TOOL, MANAGER_LOOP, PIPELINE -> false;
            })
        .isPresent();
  }

  /**
   * Of the failure that the run comes with: the latest stage that failed and left something, for
   * conditional nodes only hand failures on.
   */
  private static List<String> evidence(StageRequest request) {
    for (Trail.Step step : request.state().past().reversed()) {
      if (!Status.isFailure(step.status())) {
        return List.of();
      }
      List<Path> files = request.folder().evidence(step.nodeId(), joined(request, step.nodeId()));
      if (!files.isEmpty()) {
        return files.stream().map(Path::toString).toList();
      }
    }
    return List.of();
  }

  /** The visit of the fan-out whose branches came to a join. */
  private static Optional<Attempt> joined(StageRequest request, NodeId join) {
    return request.state().fanOuts().entrySet().stream()
        .filter(fanOut -> fanOut.getValue().join().equals(join))
        .map(fanOut -> Attempt.first(fanOut.getKey(), fanOut.getValue().pass()))
        .findFirst();
  }
}
