import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Traces the border of the ink: pixel edges are linked to loops, loops become polygons that are
 * nowhere further off than a tolerance, and edges between smooth corners become curves.
 */
final class Tracer {
  /** Pixels that a polygon may be off the middles of the edges of pixels. */
  private static final double TOLERANCE = 0.8;

  /** A turn of more than this is a corner. */
  private static final double CORNER = Math.toRadians(50);

  /** East, south, west, north, as y grows upwards. */
  private static final int[] DX = {1, 0, -1, 0};

  private static final int[] DY = {0, -1, 0, 1};

  private final Bitmap bitmap;

  private Tracer(Bitmap bitmap) {
    this.bitmap = bitmap;
  }

  static Outline trace(Bitmap bitmap) {
    return new Tracer(bitmap).outline();
  }

  private Outline outline() {
    List<Contour> contours = new ArrayList<>();
    for (List<Point2D> loop : loops()) {
      List<Point> points = points(polygon(loop));
      if (points.size() > 2) {
        contours.add(new Contour(points));
      }
    }
    return new Outline(bitmap.codePoint(), units(bitmap.width()), contours);
  }

  private int units(double pixels) {
    return (int) Math.round(pixels * Em.UNITS / bitmap.height());
  }

  // --- loops of the edges of pixels, ink on their right ---

  private record Edge(int x, int y, int direction) {
    Edge turned(int by) {
      return new Edge(x + DX[direction], y + DY[direction], (direction + by + 4) % 4);
    }
  }

  private List<List<Point2D>> loops() {
    Map<Edge, Boolean> open = new HashMap<>();
    List<Edge> edges = new ArrayList<>();
    for (int row = 0; row < bitmap.height(); row++) {
      int top = bitmap.height() - row;
      for (int x = 0; x < bitmap.width(); x++) {
        if (bitmap.at(x, row)) {
          add(edges, !bitmap.at(x, row - 1), new Edge(x, top, 0));
          add(edges, !bitmap.at(x + 1, row), new Edge(x + 1, top, 1));
          add(edges, !bitmap.at(x, row + 1), new Edge(x + 1, top - 1, 2));
          add(edges, !bitmap.at(x - 1, row), new Edge(x, top - 1, 3));
        }
      }
    }
    edges.forEach(edge -> open.put(edge, true));
    List<List<Point2D>> loops = new ArrayList<>();
    for (Edge first : edges) {
      List<Point2D> loop = new ArrayList<>();
      for (Edge edge = first; edge != null && open.remove(edge) != null; edge = next(edge, open)) {
        loop.addAll(vertex(edge));
      }
      if (!loop.isEmpty()) {
        loops.add(loop);
      }
    }
    return loops;
  }

  private static void add(List<Edge> edges, boolean isBorder, Edge edge) {
    if (isBorder) {
      edges.add(edge);
    }
  }

  /** Pixels that only touch at a corner belong to different outlines: to the right first. */
  private static Edge next(Edge edge, Map<Edge, Boolean> open) {
    for (int by : new int[] {1, 0, -1}) {
      Edge next = edge.turned(by);
      if (open.containsKey(next)) {
        return next;
      }
    }
    return null;
  }

  /** The middle of an edge; where a long straight border turns, its corner, too. */
  private List<Point2D> vertex(Edge edge) {
    List<Point2D> points = new ArrayList<>();
    points.add(
        new Point2D.Double(edge.x + DX[edge.direction] / 2.0, edge.y + DY[edge.direction] / 2.0));
    Edge left = edge.turned(-1);
    Edge right = edge.turned(1);
    if (isLong(edge, -1)
        && (isBorder(right) && isLong(right, 1) || isBorder(left) && isLong(left, 1))) {
      points.add(new Point2D.Double(right.x, right.y));
    }
    return points;
  }

  /** Whether the border goes straight on from this edge for three more, or comes so. */
  private boolean isLong(Edge edge, int sense) {
    for (int i = 1; i <= 3; i++) {
      int d = edge.direction;
      if (!isBorder(new Edge(edge.x + sense * i * DX[d], edge.y + sense * i * DY[d], d))) {
        return false;
      }
    }
    return true;
  }

  private boolean isBorder(Edge edge) {
    int right = (edge.direction + 1) % 4;
    double x = edge.x + DX[edge.direction] / 2.0;
    double y = edge.y + DY[edge.direction] / 2.0;
    return ink(x + DX[right] / 2.0, y + DY[right] / 2.0)
        && !ink(x - DX[right] / 2.0, y - DY[right] / 2.0);
  }

  private boolean ink(double x, double y) {
    return bitmap.at((int) Math.floor(x), bitmap.height() - 1 - (int) Math.floor(y));
  }

  // --- polygons ---

  private static List<Point2D> polygon(List<Point2D> found) {
    List<Point2D> loop = new ArrayList<>(found);
    for (int i = 0; i < found.size(); i++) {
      if (isCorner(found.get(i))) { // what a loop begins with is kept
        Collections.rotate(loop, -i);
        break;
      }
    }
    int far = 0;
    for (int i = 1; i < loop.size(); i++) {
      if (loop.get(i).distanceSq(loop.get(0)) > loop.get(far).distanceSq(loop.get(0))) {
        far = i;
      }
    }
    List<Point2D> closed = new ArrayList<>(loop);
    closed.add(loop.get(0));
    List<Point2D> polygon = new ArrayList<>();
    simplify(closed, 0, far, polygon);
    simplify(closed, far, closed.size() - 1, polygon);
    return straightened(polygon);
  }

  /** The middles of edges lie between whole numbers. */
  private static boolean isCorner(Point2D point) {
    return point.getX() == Math.rint(point.getX()) && point.getY() == Math.rint(point.getY());
  }

  /** Adds what is needed of the points from one to another, without the last. */
  private static void simplify(List<Point2D> points, int from, int to, List<Point2D> kept) {
    Point2D a = points.get(from);
    Point2D b = points.get(to);
    int farthest = -1;
    double most = TOLERANCE;
    for (int i = from + 1; i < to; i++) {
      double off = distance(points.get(i), a, b);
      if (off > most) {
        most = off;
        farthest = i;
      }
    }
    if (farthest < 0) {
      kept.add(a);
    } else {
      simplify(points, from, farthest, kept);
      simplify(points, farthest, to, kept);
    }
  }

  private static double distance(Point2D point, Point2D a, Point2D b) {
    return Line2D.ptSegDist(
        a.getX(), a.getY(), b.getX(), b.getY(), point.getX(), point.getY());
  }

  /** A loop begins anywhere, also in the middle of a straight line. */
  private static List<Point2D> straightened(List<Point2D> polygon) {
    List<Point2D> kept = new ArrayList<>(polygon);
    for (int i = 0; i < kept.size() && kept.size() > 3; ) {
      Point2D before = kept.get((i + kept.size() - 1) % kept.size());
      Point2D after = kept.get((i + 1) % kept.size());
      if (distance(kept.get(i), before, after) < TOLERANCE / 4) {
        kept.remove(i);
      } else {
        i++;
      }
    }
    return kept;
  }

  // --- curves ---

  private List<Point> points(List<Point2D> polygon) {
    List<Point> points = new ArrayList<>();
    int n = polygon.size();
    for (int i = 0; i < n; i++) {
      Point2D a = polygon.get(i);
      Point2D b = polygon.get((i + 1) % n);
      add(points, a, true);
      double chord = angle(a, b);
      double leaves = tangent(polygon.get((i + n - 1) % n), a, b);
      double comes = tangent(a, b, polygon.get((i + 2) % n));
      boolean cornerAtA = Double.isNaN(leaves);
      boolean cornerAtB = Double.isNaN(comes);
      if (cornerAtA && cornerAtB) {
        continue;
      }
      double alpha = cornerAtA ? turn(chord, comes) : turn(leaves, chord);
      double beta = cornerAtB ? alpha : turn(chord, comes);
      if (alpha * beta > 0 && Math.abs(alpha + beta) < Math.PI / 2) {
        add(points, control(a, b, chord, alpha, beta), false);
      }
    }
    if (points.size() > 1 && same(points.get(0), points.get(points.size() - 1))) {
      points.remove(points.size() - 1);
    }
    return points;
  }

  /** Where the tangents meet, but never so far that the curve leaves the border of the ink. */
  private static Point2D control(Point2D a, Point2D b, double chord, double alpha, double beta) {
    double length = a.distance(b);
    double leg = length * Math.sin(Math.abs(beta)) / Math.sin(Math.abs(alpha) + Math.abs(beta));
    double along = leg * Math.cos(alpha);
    double aside = -Math.signum(alpha) * Math.min(leg * Math.sin(Math.abs(alpha)), 2 * TOLERANCE);
    // aside is measured to the left of the chord
    return new Point2D.Double(
        a.getX() + along * Math.cos(chord) - aside * Math.sin(chord),
        a.getY() + along * Math.sin(chord) + aside * Math.cos(chord));
  }

  /** The direction of the outline at the middle of three points; not a number at a corner. */
  private static double tangent(Point2D before, Point2D at, Point2D after) {
    double turn = turn(angle(before, at), angle(at, after));
    return Math.abs(turn) > CORNER ? Double.NaN : angle(before, after);
  }

  private static double angle(Point2D a, Point2D b) {
    return Math.atan2(b.getY() - a.getY(), b.getX() - a.getX());
  }

  private static double turn(double from, double to) {
    return Math.IEEEremainder(to - from, 2 * Math.PI);
  }

  private void add(List<Point> points, Point2D pixel, boolean onCurve) {
    Point point = new Point(units(pixel.getX()), units(pixel.getY()) - Em.DESCENT, onCurve);
    Point last = points.isEmpty() ? null : points.get(points.size() - 1);
    if (last == null || !same(last, point)) {
      points.add(point);
    } else if (onCurve && !last.onCurve()) {
      points.set(points.size() - 1, point);
    }
  }

  private static boolean same(Point a, Point b) {
    return a.x() == b.x() && a.y() == b.y();
  }
}
