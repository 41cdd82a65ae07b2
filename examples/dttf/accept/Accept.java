import java.nio.file.Path;
import java.util.List;

/** What the acceptance tests share. */
final class Accept {
  /** Pictures that the person gives. */
  static final Path PICTURES = Path.of("pictures");

  private Accept() {}

  /** Ends the test with a line that says what does not hold. */
  static void that(boolean holds, String what) {
    if (!holds) {
      System.err.println("does not hold: " + what);
      System.exit(1);
    }
  }

  /** A square with a hole. */
  static Bitmap frame() {
    boolean[] ink = new boolean[100 * 100];
    for (int row = 20; row < 80; row++) {
      for (int x = 20; x < 80; x++) {
        ink[row * 100 + x] = row < 40 || row >= 60 || x < 40 || x >= 60;
      }
    }
    return new Bitmap('x', 100, 100, ink);
  }

  /** The glyph that the square with a hole should become. */
  static Glyph glyph() {
    List<Point> outer = corners(200, 0, 800, 600, true);
    List<Point> inner = corners(400, 200, 600, 400, false);
    Outline outline = new Outline('x', 1000, List.of(new Contour(outer), new Contour(inner)));
    return new Glyph(outline, 1000, 200, 200, 0, 800, 600);
  }

  private static List<Point> corners(int left, int low, int right, int high, boolean clockwise) {
    Point first = new Point(left, low, true);
    Point second = new Point(left, high, true);
    Point third = new Point(right, high, true);
    Point fourth = new Point(right, low, true);
    return clockwise
        ? List.of(first, second, third, fourth)
        : List.of(first, fourth, third, second);
  }
}
