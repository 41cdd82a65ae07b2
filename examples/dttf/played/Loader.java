import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Reads pictures of glyphs. */
final class Loader {
  private static final Pattern NAME = Pattern.compile(".*U\\+([0-9A-Fa-f]{4,6})\\.png");

  private Loader() {}

  static List<Bitmap> load(Path folder, int threshold) throws IOException {
    List<Bitmap> bitmaps = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          bitmaps.add(bitmap(file, Integer.parseInt(name.group(1), 16), threshold));
        }
      }
    }
    if (bitmaps.isEmpty()) {
      throw new DttfException("there is no picture of a glyph in " + folder);
    }
    if (bitmaps.stream().mapToInt(Bitmap::height).distinct().count() > 1) {
      throw new DttfException("the pictures in " + folder + " differ in height");
    }
    bitmaps.sort(Comparator.comparingInt(Bitmap::codePoint));
    return bitmaps;
  }

  private static Bitmap bitmap(Path file, int codePoint, int threshold) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new DttfException(file + " is no picture");
    }
    boolean[] ink = new boolean[image.getWidth() * image.getHeight()];
    for (int row = 0; row < image.getHeight(); row++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, row);
        int grey = (299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000;
        ink[row * image.getWidth() + x] = grey < threshold && rgb >>> 24 > 127;
      }
    }
    return new Bitmap(codePoint, image.getWidth(), image.getHeight(), ink);
  }

  static FontInfo info(Path folder) throws IOException {
    Properties properties = new Properties();
    Path file = folder.resolve("font.properties");
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return new FontInfo(
        properties.getProperty("family", "Direct"), properties.getProperty("style", "Regular"));
  }
}
