import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Section 7: drawing. */
final class TestRasterizer {
  public static void main(String[] args) throws Exception {
    Path font = Files.createTempDirectory("dttf").resolve("x.ttf");
    Files.write(font, FontWriter.write(Tables.of(List.of(Accept.glyph()), new FontInfo("F", "S"))));
    BufferedImage drawn = new Rasterizer(font, 100).draw('x', 100);
    Accept.that(
        drawn.getWidth() == 100 && drawn.getHeight() == 100, "it is as large as its picture");
    Accept.that((drawn.getRGB(30, 50) & 255) == 0, "there is ink in the frame");
    Accept.that((drawn.getRGB(50, 50) & 255) == 255, "there is none in its hole");
    Accept.that((drawn.getRGB(10, 10) & 255) == 255, "there is none around it");
  }
}
