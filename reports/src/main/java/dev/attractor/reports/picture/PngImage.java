package dev.attractor.reports.picture;

import dev.attractor.ports.AttractorException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes a picture as PNG, for light ground. */
final class PngImage {
  /** Dots for each point of the picture, as far as it does not get too large. */
  private static final double SHARPNESS = 2;

  private static final double MOST_DOTS = 60e6;

  private final Graphics2D graphics;

  private PngImage(Graphics2D graphics) {
    this.graphics = graphics;
  }

  /**
   * Writes a picture.
   *
   * @throws AttractorException when the machine has no fonts
   */
  static byte[] of(Drawing drawing) {
    checkFonts();
    double scale = Math.min(SHARPNESS, Math.sqrt(MOST_DOTS / (drawing.width() * drawing.height())));
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(drawing.width() * scale),
            (int) Math.ceil(drawing.height() * scale),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setColor(Color.decode(Ink.PAGE.light().fill()));
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(scale, scale);
      PngImage png = new PngImage(graphics);
      drawing.parts().forEach(part -> part.marks().forEach(png::draw));
    } finally {
      graphics.dispose();
    }
    return encoded(image);
  }

  private static void checkFonts() {
    try {
      if (GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length
          > 0) {
        return;
      }
    } catch (RuntimeException
        | InternalError
        | LinkageError e) { // what Java says depends on what lacks
      throw noFonts(e);
    }
    throw noFonts(new IllegalStateException("no font family"));
  }

  private static AttractorException noFonts(Throwable cause) {
    return AttractorException.machine(
        "a PNG cannot be drawn: this machine has no fonts, or this Java no way to draw",
        "write an .svg or .html, which need none, or install fontconfig and a font, for example"
            + " DejaVu Sans",
        cause);
  }

  private static byte[] encoded(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private void draw(Mark mark) {
    switch (mark) {
      case Mark.Stroke(Outline outline, Ink ink) -> draw(path(outline), ink.light());
      case Mark.Words words -> draw(words);
    }
  }

  private void draw(Path2D path, Ink.Tone tone) {
    if (!tone.fill().equals("none")) {
      graphics.setColor(Color.decode(tone.fill()));
      graphics.fill(path);
    }
    if (tone.width() > 0) {
      graphics.setColor(Color.decode(tone.stroke()));
      graphics.setStroke(pen(tone));
      graphics.draw(path);
    }
  }

  private static BasicStroke pen(Ink.Tone tone) {
    float width = (float) tone.width();
    return tone.dashes().isPresent()
        ? new BasicStroke(
            width,
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            10,
            new float[] {(float) tone.dash(), (float) tone.dash() / 2},
            0)
        : new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** Letters are drawn as shapes: they look the same wherever the text begins. */
  private void draw(Mark.Words words) {
    Mark.Font look = words.font();
    Font font =
        new Font(Font.SANS_SERIF, look.isBold() ? Font.BOLD : Font.PLAIN, 1)
            .deriveFont((float) look.size());
    TextLayout line = new TextLayout(words.text(), font, graphics.getFontRenderContext());
    double advance = line.getAdvance();
    double narrowed = Math.min(1, words.width() / Math.max(advance, 0.001));
    double left =
        switch (words.align()) {
          case START -> words.at().x();
          case MIDDLE -> words.at().x() - advance * narrowed / 2;
        };
    AffineTransform place = AffineTransform.getTranslateInstance(left, words.at().y());
    place.scale(narrowed, 1);
    graphics.setColor(Color.decode(words.ink().light().fill()));
    graphics.fill(line.getOutline(place));
  }

  private static Path2D path(Outline outline) {
    Path2D path = new Path2D.Double();
    for (Outline.Step step : outline.steps()) {
      switch (step) {
        case Outline.Move(Point to) -> path.moveTo(to.x(), to.y());
        case Outline.Straight(Point to) -> path.lineTo(to.x(), to.y());
        case Outline.Curve(Point first, Point second, Point to) ->
            path.curveTo(first.x(), first.y(), second.x(), second.y(), to.x(), to.y());
        case Outline.Close() -> path.closePath();
      }
    }
    return path;
  }
}
