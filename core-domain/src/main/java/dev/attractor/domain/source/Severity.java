package dev.attractor.domain.source;

import java.util.Locale;

/** How much a diagnostic matters. Only {@link #ERROR} keeps a pipeline from running. */
public enum Severity {
  ERROR,
  WARNING,
  INFO;

  /** Returns the lower-case word used in messages and reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
