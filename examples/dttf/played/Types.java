import java.util.List;

/** A picture of a glyph: ink or none, row by row from the top. */
record Bitmap(int codePoint, int width, int height, boolean[] ink) {
  boolean at(int x, int row) {
    return x >= 0 && x < width && row >= 0 && row < height && ink[row * width + x];
  }
}

/** A point of an outline, in font units. */
record Point(int x, int y, boolean onCurve) {}

/** A closed outline. */
record Contour(List<Point> points) {
  /** Twice the area within; negative when it runs clockwise. */
  long area() {
    long sum = 0;
    for (int i = 0; i < points.size(); i++) {
      Point a = points.get(i);
      Point b = points.get((i + 1) % points.size());
      sum += (long) a.x() * b.y() - (long) b.x() * a.y();
    }
    return sum;
  }
}

/** The outlines of a glyph and the width of its picture, in font units. */
record Outline(int codePoint, int width, List<Contour> contours) {}

/** A glyph with its metrics. */
record Glyph(Outline outline, int advance, int lsb, int xMin, int yMin, int xMax, int yMax) {
  int points() {
    return outline.contours().stream().mapToInt(contour -> contour.points().size()).sum();
  }
}

/** What a font is called. */
record FontInfo(String family, String style) {}

/** What is wrong with pictures or fonts that somebody gave us. */
class DttfException extends RuntimeException {
  DttfException(String message) {
    super(message);
  }
}

/** The measures of all fonts. */
final class Em {
  static final int UNITS = 1000;
  static final int ASCENT = 800;
  static final int DESCENT = 200;
  static final int MOST_POINTS = 1000;

  private Em() {}
}
