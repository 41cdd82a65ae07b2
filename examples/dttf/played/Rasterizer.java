import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Draws the glyphs of a font as pictures. */
final class Rasterizer {
  private final Font font;
  private final int height;

  /** Opens a font whose em is so many pixels high. */
  Rasterizer(Path file, int height) throws IOException {
    try {
      this.font = Font.createFont(Font.TRUETYPE_FONT, file.toFile()).deriveFont((float) height);
    } catch (FontFormatException e) {
      throw new DttfException(file + " is no font: " + e.getMessage());
    }
    this.height = height;
  }

  BufferedImage draw(int codePoint, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D canvas = image.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, width, height);
    canvas.setColor(Color.BLACK);
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    FontRenderContext exact = new FontRenderContext(new AffineTransform(), true, true);
    Shape outline =
        font.createGlyphVector(exact, Character.toString(codePoint))
            .getOutline(0, (float) height * Em.ASCENT / Em.UNITS);
    canvas.fill(outline);
    canvas.dispose();
    return image;
  }
}
