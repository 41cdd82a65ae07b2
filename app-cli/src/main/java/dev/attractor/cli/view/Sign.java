package dev.attractor.cli.view;

/** How something stands, in one sign that all terminals draw one column wide. */
enum Sign {
  DONE("✓", "32"),
  /** Skipped, its failure accepted, or not needed any more. */
  PASSED_OVER("-", "2"),
  FAILED("✗", "31"),
  WORKING(">", "36"),
  PAUSING("~", "33"),
  WAITING("?", "33;1"),
  INTERRUPTED("!", "33");

  private final String symbol;
  private final String colour;

  Sign(String symbol, String colour) {
    this.symbol = symbol;
    this.colour = colour;
  }

  String symbol() {
    return symbol;
  }

  /** Returns the parameters of the control sequence for its colour. */
  String colour() {
    return colour;
  }

  /** Returns whether people need not look at it while there is no room. */
  boolean canBeFolded() {
    return this == DONE || this == PASSED_OVER;
  }
}
