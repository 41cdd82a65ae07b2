package dev.attractor.domain.secret;

import java.util.List;

/** The lines of a text, which comes piece by piece, in which values of secret variables end. */
public interface KnownLines {
  /** Looks at the next piece. */
  void take(String piece);

  /** Returns them so far, counted by line feeds from 1. */
  List<Long> found();
}
