package dev.attractor.domain.condition;

/** What is known of a statement when not everything is known. */
public enum Truth {
  YES,
  NO,
  MAYBE;

  static Truth of(boolean value) {
    return value ? YES : NO;
  }

  Truth and(Truth other) {
    return this == NO || other == NO ? NO : this == YES && other == YES ? YES : MAYBE;
  }

  Truth or(Truth other) {
    return not().and(other.not()).not();
  }

  Truth not() {
    return switch (this) {
      case YES -> NO;
      case NO -> YES;
      case MAYBE -> MAYBE;
    };
  }
}
