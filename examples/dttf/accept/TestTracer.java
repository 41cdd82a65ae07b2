import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Section 2. */
final class TestTracer {
  public static void main(String[] args) throws Exception {
    Outline frame = Tracer.trace(Accept.frame());
    Accept.that(frame.width() == 1000, "the width is that of the picture");
    Accept.that(frame.contours().size() == 2, "a frame has two contours");
    Accept.that(
        frame.contours().stream()
            .mapToLong(Contour::area)
            .sorted()
            .boxed()
            .toList()
            .equals(List.of(-720_000L, 80_000L)),
        "the outer one runs clockwise around the ink, the inner one the other way");
    Set<Point> corners = new HashSet<>();
    frame.contours().forEach(contour -> corners.addAll(contour.points()));
    Accept.that(corners.contains(new Point(200, 600, true)), "corners stay corners");
    for (Bitmap bitmap : Loader.load(Accept.PICTURES, 128)) {
      Outline outline = Tracer.trace(bitmap);
      int points = 0;
      for (Contour contour : outline.contours()) {
        points += contour.points().size();
        for (int i = 0; i < contour.points().size(); i++) {
          Point a = contour.points().get(i);
          Point b = contour.points().get((i + 1) % contour.points().size());
          Accept.that(a.x() != b.x() || a.y() != b.y(), "no point stands twice in a row");
        }
      }
      Accept.that(points <= 1000, "no glyph has more than 1000 points");
      Accept.that(bitmap.codePoint() != 'O' || points < 120, "a ring is no staircase");
      Accept.that(bitmap.codePoint() != ' ' || points == 0, "a space has no outline");
    }
  }
}
