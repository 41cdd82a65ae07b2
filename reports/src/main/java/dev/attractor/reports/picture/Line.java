package dev.attractor.reports.picture;

import java.util.ArrayList;
import java.util.List;

/** A line of a text. */
record Line(String text, Mark.Font font, Ink ink) {
  private double width() {
    return Lettering.width(text, font);
  }

  static double width(List<Line> lines) {
    return lines.stream().mapToDouble(Line::width).max().orElse(0);
  }

  static double height(List<Line> lines) {
    return lines.stream().mapToDouble(line -> line.font().leading()).sum();
  }

  /**
   * Returns lines below each other.
   *
   * @param top the middle of their upper edge, or its beginning
   */
  static List<Mark> block(List<Line> lines, Point top, Mark.Align align) {
    List<Mark> marks = new ArrayList<>();
    double y = top.y();
    for (Line line : lines) {
      // The base line: below the middle of the row by about a third of the letters' height.
      double base = y + line.font().leading() / 2 + line.font().size() * 0.35;
      marks.add(
          new Mark.Words(
              new Point(top.x(), base), align, line.font(), line.width(), line.ink(), line.text()));
      y += line.font().leading();
    }
    return marks;
  }

  /** Returns lines below each other, around a point. */
  static List<Mark> around(List<Line> lines, Point center) {
    return block(lines, center.plus(0, -height(lines) / 2), Mark.Align.MIDDLE);
  }
}
