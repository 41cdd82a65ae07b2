package dev.attractor.domain.check;

import java.util.List;
import java.util.Locale;

/**
 * Something about all runs of a pipeline.
 *
 * @param nodeId the node it is about, behind the stages that it lies in
 * @param message one sentence
 * @param path a shortest example: stages with the outcome each had; empty where none is needed
 */
public record CheckFinding(Kind kind, String nodeId, String message, List<String> path) {
  public CheckFinding {
    path = List.copyOf(path);
  }

  /** What was found. */
  public enum Kind {
    /** No run can ever end in success. */
    EXIT_UNREACHABLE(true),
    /** A circle of successes that nothing leads out of: no limit, restart, person, other hop. */
    ENDLESS_LOOP(true),
    /** A circle of successes that only ends when one of its stages reports what leads out. */
    LOOP_WITHOUT_LIMIT(false),
    /** No run ever comes here, although edges lead here. */
    NEVER_RUNS(true),
    /** The author lets a run end in success although this stage failed. */
    FAILURE_ACCEPTED(false),
    /** When all branches fail the run ends here: nothing leads further. */
    FAN_IN_FAILURE_ENDS_RUN(false);

    private final boolean problem;

    Kind(boolean problem) {
      this.problem = problem;
    }

    /** Returns whether an author should do something about it. */
    public boolean isProblem() {
      return problem;
    }

    /** Returns the lower-case word used in reports. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
