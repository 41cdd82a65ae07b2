package dev.attractor.domain.check;

import java.util.List;

/**
 * What holds for all runs of a pipeline.
 *
 * @param pathToExit a shortest successful run; empty when there is none
 * @param approximations where the checker knew less than a run would, so that a finding may be one
 *     that never happens
 * @param situations how many situations were looked at
 */
public record CheckReport(
    List<String> pathToExit,
    List<CheckFinding> findings,
    List<String> approximations,
    int situations) {
  public CheckReport {
    pathToExit = List.copyOf(pathToExit);
    findings = List.copyOf(findings);
    approximations = List.copyOf(approximations);
  }

  /**
   * Returns whether a run can end in success with a failure that nothing handled: only where the
   * author accepts it (SEMANTICS §6).
   */
  public boolean failureCanReachSuccess() {
    return findings.stream()
        .anyMatch(finding -> finding.kind() == CheckFinding.Kind.FAILURE_ACCEPTED);
  }

  /** Returns whether an author should do something. */
  public boolean hasProblems() {
    return findings.stream().anyMatch(finding -> finding.kind().isProblem());
  }
}
