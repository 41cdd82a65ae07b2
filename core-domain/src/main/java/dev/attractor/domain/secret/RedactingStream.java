package dev.attractor.domain.secret;

/**
 * Takes a text piece by piece and gives it back without secrets, also without those that are cut by
 * the pieces or broken over lines. It holds back no more than what may be the beginning of a
 * secret. For one thread.
 */
public interface RedactingStream {
  /** Takes a piece and returns what is certain now, which may be nothing. */
  String take(String piece);

  /** Returns what was held back; the next piece begins a text of its own. */
  String end();
}
