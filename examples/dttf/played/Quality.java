import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** How much a glyph that was drawn resembles the picture it was made of. */
final class Quality {
  static final double GOOD = 0.90;

  private static final int THRESHOLD = 128;

  private Quality() {}

  /** Prints the resemblance of each glyph to its picture: pictures and font are given. */
  public static void main(String[] args) throws IOException {
    boolean good = true;
    for (Bitmap picture : Loader.load(Path.of(args[0]), THRESHOLD)) {
      Rasterizer rasterizer = new Rasterizer(Path.of(args[1]), picture.height());
      double resemblance =
          resemblance(picture, rasterizer.draw(picture.codePoint(), picture.width()));
      System.out.println(
          String.format(Locale.ROOT, "U+%04X %.4f", picture.codePoint(), resemblance));
      good &= resemblance >= GOOD;
    }
    System.exit(good ? 0 : 1);
  }

  /** Returns the ink that both share, divided by the ink of both together. */
  static double resemblance(Bitmap picture, BufferedImage drawn) {
    int shared = 0;
    int together = 0;
    for (int row = 0; row < picture.height(); row++) {
      for (int x = 0; x < picture.width(); x++) {
        boolean there = picture.at(x, row);
        boolean here = (drawn.getRGB(x, row) & 255) < 128;
        shared += there && here ? 1 : 0;
        together += there || here ? 1 : 0;
      }
    }
    return together == 0 ? 1 : (double) shared / together;
  }
}
