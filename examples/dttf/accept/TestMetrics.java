import java.util.List;

/** Section 3. */
final class TestMetrics {
  public static void main(String[] args) {
    Accept.that(
        Metrics.measure(Accept.glyph().outline()).equals(Accept.glyph()), "a frame is measured");
    Glyph space = Metrics.measure(new Outline(' ', 300, List.of()));
    Accept.that(
        space.equals(new Glyph(space.outline(), 300, 0, 0, 0, 0, 0)),
        "a space has an advance only");
  }
}
