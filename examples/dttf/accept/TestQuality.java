import java.awt.image.BufferedImage;

/** Section 7: quality. */
final class TestQuality {
  public static void main(String[] args) {
    BufferedImage white = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    white.createGraphics().fillRect(0, 0, 100, 100);
    Bitmap empty = new Bitmap(' ', 100, 100, new boolean[100 * 100]);
    Accept.that(Quality.resemblance(empty, white) == 1, "nothing resembles nothing");
    Accept.that(Quality.resemblance(Accept.frame(), white) == 0, "ink does not");
    BufferedImage black = new BufferedImage(100, 100, BufferedImage.TYPE_BYTE_GRAY);
    double frame = Quality.resemblance(Accept.frame(), black);
    Accept.that(Math.abs(frame - 0.32) < 1e-9, "3200 pixels of 10000 are shared");
  }
}
