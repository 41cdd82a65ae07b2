package dev.attractor.domain.condition;

import java.util.regex.Pattern;

/** How the literals of conditions are written. */
final class Literals {
  private static final Pattern BARE = Pattern.compile("[^\\s\"'=!<>&|(),\\\\]+");

  private Literals() {}

  /** Returns the literal in quotes, unless it needs none. */
  static String printed(String literal) {
    return BARE.matcher(literal).matches()
        ? literal
        : "'" + literal.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
