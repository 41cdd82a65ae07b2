import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import javax.imageio.ImageIO;

/**
 * Draws the pictures that DTTF is given, with a pen of our own and no font: {@code java
 * Pictures.java FOLDER}. An em is 200 pixels, the baseline is at 160.
 */
final class Pictures {
  private static final int EM = 200;
  private static final float PEN = 22;

  /** Code point, width, and what the pen does: move, line, curve to, close, dot, filled ellipse. */
  private static final String[] GLYPHS = {
    "0020 60",
    "0041 150 M 22 160 L 75 22 L 128 160 M 44 112 L 106 112",
    "0044 140 M 30 160 L 30 31 L 60 31 C 132 31 132 149 60 149 L 30 149",
    "0048 150 M 30 160 L 30 20 M 120 20 L 120 160 M 30 90 L 120 90",
    "004C 115 M 30 20 L 30 149 L 108 149",
    "004F 170 M 85 31 C 160 31 160 149 85 149 C 10 149 10 31 85 31 Z",
    "0053 130 M 110 48 C 95 20 25 22 25 60 C 25 98 106 80 106 118 C 106 158 35 158 18 130",
    "0054 130 M 8 31 L 122 31 M 65 31 L 65 160",
    "0056 145 M 18 20 L 72 150 L 126 20",
    "0069 60 M 30 70 L 30 160 E 17 20 26 26",
    "006F 130 M 65 71 C 118 71 118 149 65 149 C 12 149 12 71 65 71 Z",
    "0075 125 M 28 70 L 28 118 C 28 160 97 160 97 118 L 97 70 M 97 110 L 97 160",
  };

  private Pictures() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Files.writeString(folder.resolve("font.properties"), "family=Fresh Run\nstyle=Regular\n");
    for (String glyph : GLYPHS) {
      Scanner words = new Scanner(glyph);
      Path file = folder.resolve("fresh-U+" + words.next() + ".png");
      ImageIO.write(picture(words.nextInt(), words), "png", file.toFile());
    }
  }

  private static BufferedImage picture(int width, Scanner words) {
    BufferedImage image = new BufferedImage(width, EM, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width, EM);
    canvas.setColor(Color.BLACK);
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    Path2D path = new Path2D.Double();
    while (words.hasNext()) {
      switch (words.next()) {
        case "M" -> path.moveTo(words.nextInt(), words.nextInt());
        case "L" -> path.lineTo(words.nextInt(), words.nextInt());
        case "C" ->
            path.curveTo(
                words.nextInt(),
                words.nextInt(),
                words.nextInt(),
                words.nextInt(),
                words.nextInt(),
                words.nextInt());
        case "Z" -> path.closePath();
        case "E" ->
            canvas.fill(
                new Ellipse2D.Double(
                    words.nextInt(), words.nextInt(), words.nextInt(), words.nextInt()));
        default -> throw new IllegalStateException("the pen does not know this");
      }
    }
    Shape ink =
        new BasicStroke(PEN, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER).createStrokedShape(path);
    canvas.fill(ink);
    canvas.dispose();
    return image;
  }
}
