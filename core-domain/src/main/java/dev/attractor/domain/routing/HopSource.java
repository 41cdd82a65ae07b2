package dev.attractor.domain.routing;

import java.util.Locale;

/** Which rule decided about a hop (SEMANTICS §6). */
public enum HopSource {
  CONDITIONAL,
  /** A person chose the edge. */
  CHOICE,
  PREFERRED_LABEL,
  SUGGESTED_ID,
  WEIGHT,
  RETRY_TARGET,
  /** From a fan-out to the fan-in where its branches meet (SEMANTICS §7). */
  JOIN;

  /** Returns the word used in the journal, for example {@code suggested_id}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
