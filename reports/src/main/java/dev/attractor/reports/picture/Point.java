package dev.attractor.reports.picture;

/** A place in a picture: to the right and downwards from its upper left corner. */
record Point(double x, double y) {
  Point plus(double right, double down) {
    return new Point(x + right, y + down);
  }

  /** Returns the point at this share of the way to another one. */
  Point towards(Point other, double share) {
    return new Point(x + (other.x - x) * share, y + (other.y - y) * share);
  }

  double distanceTo(Point other) {
    return Math.hypot(other.x - x, other.y - y);
  }
}
