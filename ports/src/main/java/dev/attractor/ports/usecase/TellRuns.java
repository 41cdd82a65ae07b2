package dev.attractor.ports.usecase;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Tells the agents of runs something while these go on (SEMANTICS §7a). */
public interface TellRuns {
  /** When somebody hears what is said. */
  enum When {
    /** An agent is at work that goes on in its session with it. */
    NOW,
    /** An agent is at work that cannot be told anything: those after it are told. */
    AFTER_THIS_ONE,
    /** No agent is at work: the next ones are told. */
    NEXT,
    /** Nobody drives the run: it is told when that is resumed. */
    WHEN_RESUMED
  }

  /**
   * Who is told.
   *
   * @param runId of the run, or of one inside it
   * @param at the stage at which it is; empty when it is at none
   * @param agent the provider of the agent that is at work there; empty when none is
   */
  record Told(RunId runId, Optional<NodeId> at, Optional<String> agent, When when) {}

  /**
   * Says something to the agents of a run: to those at work in it, be it in a branch or in the run
   * of a stage, and to all that come later. It is on the disk when this returns.
   *
   * @param location the folder of the run
   * @param node the one stage that it is for; empty when it is for all
   * @param text what is said
   * @return who is told, those at work first; never empty
   * @throws dev.attractor.ports.AttractorException when there is no run, it is over, no agent comes
   *     to such a stage any more, or nothing is said
   */
  List<Told> tell(Path location, Optional<NodeId> node, String text);
}
