package dev.attractor.ports.runfolder;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.spi.Finding;
import java.util.List;

/** What was checked before a run; {@code preflight_report.json}. */
public record PreflightReport(List<Check> checks) {
  public PreflightReport {
    checks = List.copyOf(checks);
  }

  /**
   * One check.
   *
   * @param provider the provider it concerns, or empty
   */
  public record Check(String provider, Finding finding) {}

  /** Returns how many checks came out like this. */
  public int count(Finding.Level level) {
    return (int) checks.stream().filter(check -> check.finding().level() == level).count();
  }

  /** Returns it as a fact of the run. */
  public RunEvent.PreflightCompleted fact() {
    return new RunEvent.PreflightCompleted(
        count(Finding.Level.PASS), count(Finding.Level.WARN), count(Finding.Level.FAIL));
  }

  /** Returns whether the run may start. */
  public boolean passed() {
    return count(Finding.Level.FAIL) == 0;
  }
}
