package dev.attractor.ports.usecase;

import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import java.util.Comparator;
import java.util.List;

/**
 * A pipeline that was written and looked at.
 *
 * @param text laid out in the one usual way, where it can be read
 * @param depth how deep it could be looked into
 * @param findings of the reader, the lint rules, the check of all runs and the simulation
 */
public record PipelineDraft(String text, Depth depth, List<Diagnostic> findings) {
  /**
   * The better, the less: what is of more use, then what has fewer errors, then fewer warnings. Of
   * what could be looked into less, less could be found.
   */
  public static final Comparator<PipelineDraft> BEST_FIRST =
      Comparator.comparing(PipelineDraft::depth)
          .reversed()
          .thenComparingInt(draft -> draft.count(Severity.ERROR))
          .thenComparingInt(draft -> draft.count(Severity.WARNING));

  /** How deep a text could be looked into. */
  public enum Depth {
    /** It cannot be read. */
    TEXT,

    /** It is a graph that may not run. */
    GRAPH,

    /** It may run, so its runs were looked at. */
    PIPELINE
  }

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
