package dev.attractor.engine.stage;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.ports.runfolder.StatusWatch;

/** What status files mean beyond what they say (SEMANTICS §3). */
public final class StatusContract {
  private StatusContract() {}

  /** A report that cannot be understood is never a success. */
  public static Outcome malformed(StatusWatch.Malformed malformed) {
    return Outcome.fail(
        Failure.of(
            FailureClass.DETERMINISTIC,
            "the status file %s cannot be understood: %s"
                .formatted(malformed.path(), malformed.problem()),
            "status file"));
  }

  /** Nobody said how it went. */
  public static Outcome missing() {
    return Outcome.fail(
        Failure.of(
            FailureClass.DETERMINISTIC,
            "missing status.json (auto_status=false)",
            "no status file and no explicit result"));
  }
}
