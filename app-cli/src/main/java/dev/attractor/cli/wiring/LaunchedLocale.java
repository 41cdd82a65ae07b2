package dev.attractor.cli.wiring;

import java.util.HashMap;
import java.util.Map;

/** The launcher starts Java in a locale that has all letters; what Java starts sees it not. */
public final class LaunchedLocale {
  /** What {@code LC_ALL} was before; empty for nothing. */
  private static final String BEFORE = "ATTRACTOR_LC_ALL";

  private LaunchedLocale() {}

  /** Returns the variables without what the launcher has changed. */
  public static Map<String, String> asItWas(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    String before = all.remove(BEFORE);
    if (before != null) {
      all.remove("LC_ALL");
    }
    if (before != null && !before.isEmpty()) {
      all.put("LC_ALL", before);
    }
    return all;
  }
}
