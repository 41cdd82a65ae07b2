import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Judges a font that was delivered, with nothing of its makers: Java opens it and draws its glyphs,
 * and each has to resemble its picture: {@code java Judge.java FONT PICTURES}.
 */
final class Judge {
  private static final double THRESHOLD = 0.90;
  private static final float BASELINE = 0.8f;

  private Judge() {}

  public static void main(String[] args) throws Exception {
    Font font = Font.createFont(Font.TRUETYPE_FONT, Path.of(args[0]).toFile());
    List<Path> pictures;
    try (Stream<Path> files = Files.list(Path.of(args[1]))) {
      pictures = files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
    double worst = 1;
    String worstName = "";
    int judged = 0;
    for (Path file : pictures) {
      int codePoint =
          Integer.parseInt(file.toString().replaceFirst(".*U\\+(\\w+)\\.png", "$1"), 16);
      if (!font.canDisplay(codePoint)) {
        throw new IllegalStateException("the font has no U+%04X".formatted(codePoint));
      }
      BufferedImage picture = ImageIO.read(file.toFile());
      double shared = shared(picture, drawn(font, codePoint, picture));
      judged++;
      if (shared < worst || worstName.isEmpty()) {
        worst = shared;
        worstName = "U+%04X".formatted(codePoint);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "glyphs: %d of \"%s\"; intersection over union at least %.2f: worst %s with %.4f%n",
        judged,
        font.getFontName(),
        THRESHOLD,
        worstName,
        worst);
    System.exit(judged > 0 && worst >= THRESHOLD ? 0 : 1);
  }

  private static BufferedImage drawn(Font font, int codePoint, BufferedImage like) {
    BufferedImage image =
        new BufferedImage(like.getWidth(), like.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
    canvas.setColor(Color.BLACK);
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.fill(
        font.deriveFont((float) like.getHeight())
            .createGlyphVector(
                new FontRenderContext(new AffineTransform(), true, true),
                Character.toString(codePoint))
            .getOutline(0, BASELINE * like.getHeight()));
    canvas.dispose();
    return image;
  }

  private static double shared(BufferedImage a, BufferedImage b) {
    int both = 0;
    int either = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        boolean inA = (a.getRGB(x, y) & 255) < 128;
        boolean inB = (b.getRGB(x, y) & 255) < 128;
        both += inA && inB ? 1 : 0;
        either += inA || inB ? 1 : 0;
      }
    }
    return either == 0 ? 1 : (double) both / either;
  }
}
