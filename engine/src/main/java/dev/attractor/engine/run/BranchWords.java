package dev.attractor.engine.run;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.run.Trail;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import java.nio.file.Path;
import java.util.Optional;

/** What a branch has said: that goes on whatever its join takes (SEMANTICS §7). */
final class BranchWords {
  /** Characters. What is longer is cut off; the whole is in the folder of the stage. */
  private static final int LONGEST = 1 << 20;

  private BranchWords() {}

  /**
   * Returns the response of the last agent that worked in a branch, else the end of what its last
   * command printed; empty when neither worked in it.
   *
   * @param folder of the branch
   */
  static String of(ValidPipeline pipeline, RunState branch, RunFolder folder) {
    for (Trail.Step step : branch.completed().steps().reversed()) {
      Optional<String> said = response(pipeline.node(step.nodeId()), branch, folder);
      if (said.isPresent()) {
        return said.get();
      }
    }
    boolean ranCommand =
        branch.completed().steps().stream()
            .anyMatch(step ->
                branch
                    .outcomeOf(step.nodeId())
                    .filter(outcome -> outcome.contextUpdates().containsKey("tool.output"))
                    .isPresent());
    return ranCommand ? branch.context().getOrDefault("tool.output", "") : "";
  }

  private static Optional<String> response(Node node, RunState branch, RunFolder folder) {
    Attempt attempt = Attempt.first(node.id(), Math.max(1, branch.visits().of(node.id())));
    StageFolder stage = folder.stage(attempt, branch.restarts());
    Optional<Path> file = stage.left(node.id(), RunLayout.RESPONSE);
    return file.map(found -> stage.beginningOf(found, LONGEST)).filter(text -> !text.isBlank());
  }
}
