/** The types of DTTF, and its measures. */
final class TestSetup {
  public static void main(String[] args) {
    Accept.that(Accept.frame().at(25, 25), "there is ink in the frame");
    Accept.that(!Accept.frame().at(50, 50), "there is none in its hole");
    Accept.that(!Accept.frame().at(-1, 200), "there is none outside of a picture");
    Accept.that(Accept.glyph().points() == 8, "a glyph counts its points");
    Accept.that(
        Accept.glyph().outline().contours().get(0).area() < 0, "clockwise areas are negative");
    Accept.that(Em.UNITS == 1000 && Em.ASCENT == 800 && Em.DESCENT == 200, "an em is 1000 units");
  }
}
