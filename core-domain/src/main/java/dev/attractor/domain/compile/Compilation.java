package dev.attractor.domain.compile;

import dev.attractor.domain.source.Diagnostic;
import java.util.List;

/** What came of compiling a pipeline. */
public sealed interface Compilation {
  /** Returns everything that was found, in source order. */
  List<Diagnostic> diagnostics();

  /**
   * The pipeline may run.
   *
   * @param diagnostics warnings and remarks; no errors
   */
  record Compiled(ValidPipeline pipeline, List<Diagnostic> diagnostics) implements Compilation {
    public Compiled {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /**
   * The pipeline may not run.
   *
   * @param diagnostics at least one error
   */
  record Rejected(List<Diagnostic> diagnostics) implements Compilation {
    public Rejected {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
