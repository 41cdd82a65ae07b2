package dev.attractor.reports.picture;

/** A rectangle in a picture, by its upper left corner. */
record Box(double x, double y, double width, double height) {
  double right() {
    return x + width;
  }

  double bottom() {
    return y + height;
  }

  Point center() {
    return new Point(x + width / 2, y + height / 2);
  }

  /** Returns the point at these shares of its width and height. */
  Point at(double across, double down) {
    return new Point(x + width * across, y + height * down);
  }

  Box shifted(double right, double down) {
    return new Box(x + right, y + down, width, height);
  }

  /** Returns the box that is so much smaller on each side; larger when negative. */
  Box inset(double by) {
    return new Box(x + by, y + by, width - 2 * by, height - 2 * by);
  }

  boolean overlaps(Box other) {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
  }

  static Box around(Point center, double width, double height) {
    return new Box(center.x() - width / 2, center.y() - height / 2, width, height);
  }
}
