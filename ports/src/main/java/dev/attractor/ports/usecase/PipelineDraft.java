package dev.attractor.ports.usecase;

import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import java.util.List;

/**
 * A pipeline that was written and looked at.
 *
 * @param text laid out in the one usual way, where it can be read
 * @param findings of the reader, the lint rules, the check of all runs and the simulation
 */
public record PipelineDraft(String text, List<Diagnostic> findings) {
  public PipelineDraft {
    findings = List.copyOf(findings);
  }

  /** Returns how many findings are of this severity. */
  public int count(Severity severity) {
    return (int) findings.stream().filter(found -> found.severity() == severity).count();
  }

  /** Returns whether something keeps it from being of use. */
  public boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }

  /** Returns whether nothing is left that its author should mend; remarks may be. */
  public boolean isClean() {
    return !hasErrors() && count(Severity.WARNING) == 0;
  }
}
