package dev.attractor.domain.dot;

import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;

/** What came of reading a DOT text. */
public sealed interface Parse {
  /** The text is in the dialect. */
  record Read(Pipeline pipeline) implements Parse {}

  /**
   * The text is not.
   *
   * @param diagnostics at least one error, in source order
   */
  record Refused(List<Diagnostic> diagnostics) implements Parse {
    public Refused {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
