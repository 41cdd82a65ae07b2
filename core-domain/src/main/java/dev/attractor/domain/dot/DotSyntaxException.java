package dev.attractor.domain.dot;

import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;

/** Unwinds to the nearest statement, where reading can go on; never leaves this package. */
final class DotSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Diagnostic diagnostic;

  DotSyntaxException(SourcePosition position, String message, String hint) {
    super(message, null, false, false);
    this.diagnostic = Diagnostic.error("dot_syntax", position, message, hint);
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
