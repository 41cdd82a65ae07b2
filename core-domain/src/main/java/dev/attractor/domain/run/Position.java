package dev.attractor.domain.run;

import java.util.Optional;

/**
 * Where a run stands.
 *
 * @param phase in which step of a visit it is
 * @param end how it ended, if it did
 * @param head the commit the run branch stands at
 * @param snapshot the commit with the files as the last ended attempt left them
 * @param arrival the hop that led to the node the run is at; empty at the start node
 * @param restarts iterations begun by {@code loop_restart}
 * @param rules those by which the run is judged, see {@link RunEvent#RULES}
 */
public record Position(
    Phase phase,
    Optional<RunEnd> end,
    String head,
    String snapshot,
    Optional<RunState.Arrival> arrival,
    int restarts,
    int rules) {

  /** Returns that of a run that has only just come into being. */
  static Position begin(RunEvent.RunStarted origin) {
    return new Position(
        new Phase.Entering(origin.startNode()),
        Optional.empty(),
        origin.baseCommit(),
        origin.baseCommit(),
        Optional.empty(),
        0,
        origin.rules());
  }

  Position at(Phase next) {
    return new Position(next, end, head, snapshot, arrival, restarts, rules);
  }

  Position ended(Optional<RunEnd> how) {
    return new Position(phase, how, head, snapshot, arrival, restarts, rules);
  }

  /** The run branch stands at a commit. */
  Position branchAt(String commit) {
    return new Position(phase, end, commit, snapshot, arrival, restarts, rules);
  }

  /** The files are those of a commit. */
  Position filesOf(String commit) {
    return new Position(phase, end, head, commit, arrival, restarts, rules);
  }

  Position cameBy(RunState.Arrival hop) {
    return new Position(phase, end, head, snapshot, Optional.of(hop), restarts, rules);
  }

  Position iteration(int number) {
    return new Position(phase, end, head, snapshot, arrival, number, rules);
  }

  Position judgedBy(int others) {
    return new Position(phase, end, head, snapshot, arrival, restarts, others);
  }
}
