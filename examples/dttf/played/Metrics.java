import java.util.List;
import java.util.function.ToIntFunction;

/** Measures glyphs. */
final class Metrics {
  private Metrics() {}

  static Glyph measure(Outline outline) {
    List<Point> points = outline.contours().stream().flatMap(c -> c.points().stream()).toList();
    int xMin = least(points, Point::x);
    return new Glyph(
        outline,
        outline.width(),
        xMin,
        xMin,
        least(points, Point::y),
        -least(points, point -> -point.x()),
        -least(points, point -> -point.y()));
  }

  private static int least(List<Point> points, ToIntFunction<Point> coordinate) {
    return points.stream().mapToInt(coordinate).min().orElse(0);
  }
}
