package dev.attractor.reports.picture;

import java.util.ArrayList;
import java.util.List;

/** A line of straight and curved pieces, closed or not. */
record Outline(List<Step> steps) {
  /** How far along a quarter of a circle its control points lie. */
  private static final double QUARTER = 0.5523;

  sealed interface Step {}

  record Move(Point to) implements Step {}

  record Straight(Point to) implements Step {}

  /** A cubic Bézier curve. */
  record Curve(Point first, Point second, Point to) implements Step {}

  record Close() implements Step {}

  Outline {
    steps = List.copyOf(steps);
  }

  /** Returns straight lines from point to point and back to the first. */
  static Outline polygon(Point... corners) {
    List<Step> steps = straight(corners);
    steps.add(new Close());
    return new Outline(steps);
  }

  /** Returns straight lines from point to point. */
  static Outline line(Point... points) {
    return new Outline(straight(points));
  }

  private static List<Step> straight(Point... points) {
    List<Step> steps = new ArrayList<>();
    for (Point point : points) {
      steps.add(steps.isEmpty() ? new Move(point) : new Straight(point));
    }
    return steps;
  }

  /** Returns cubic curves through these points: one to begin with, then three for each curve. */
  static Outline curves(List<Point> points) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Move(points.getFirst()));
    for (int i = 1; i + 2 < points.size(); i += 3) {
      steps.add(new Curve(points.get(i), points.get(i + 1), points.get(i + 2)));
    }
    return new Outline(steps);
  }

  static Outline ellipse(Box box) {
    return rounded(box, box.width() / 2, box.height() / 2);
  }

  static Outline rounded(Box box, double radius) {
    return rounded(box, radius, radius);
  }

  private static Outline rounded(Box b, double rx, double ry) {
    double cx = rx * (1 - QUARTER);
    double cy = ry * (1 - QUARTER);
    double left = b.x();
    double top = b.y();
    double right = b.right();
    double bottom = b.bottom();
    return new Outline(
        List.of(
            new Move(new Point(left + rx, top)),
            new Straight(new Point(right - rx, top)),
            corner(right - cx, top, right, top + cy, right, top + ry),
            new Straight(new Point(right, bottom - ry)),
            corner(right, bottom - cy, right - cx, bottom, right - rx, bottom),
            new Straight(new Point(left + rx, bottom)),
            corner(left + cx, bottom, left, bottom - cy, left, bottom - ry),
            new Straight(new Point(left, top + ry)),
            corner(left, top + cy, left + cx, top, left + rx, top),
            new Close()));
  }

  private static Step corner(double x1, double y1, double x2, double y2, double x, double y) {
    return new Curve(new Point(x1, y1), new Point(x2, y2), new Point(x, y));
  }
}
