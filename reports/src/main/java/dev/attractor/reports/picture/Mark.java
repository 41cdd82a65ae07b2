package dev.attractor.reports.picture;

import java.util.Locale;

/** One thing that is drawn: all that the writers of SVG and PNG have to know. */
sealed interface Mark {
  /** A line or a filled shape. */
  record Stroke(Outline outline, Ink ink) implements Mark {}

  /**
   * One line of text.
   *
   * @param at the middle of its base line, or where that begins
   * @param width the room it has
   */
  record Words(Point at, Align align, Font font, double width, Ink ink, String text)
      implements Mark {
    public Words {
      text = Lettering.visible(text);
    }
  }

  /** Which part of the base line of a text its place is. */
  enum Align {
    START,
    MIDDLE
  }

  /** How letters look. */
  enum Font {
    TITLE(18, true),
    SUBTITLE(12, false),
    NODE_LABEL(13, false),
    EDGE_LABEL(11, false),
    SMALL(10, false),
    NUMBER(11, true);

    private final double size;
    private final boolean bold;

    Font(double size, boolean bold) {
      this.size = size;
      this.bold = bold;
    }

    /** Returns how high a line is that is set solid. */
    double size() {
      return size;
    }

    boolean isBold() {
      return bold;
    }

    /** Returns how far apart lines are. */
    double leading() {
      return Math.ceil(size * 1.25);
    }

    String cssClass() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
