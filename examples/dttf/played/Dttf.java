import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** The command line. */
final class Dttf {
  private static final int THRESHOLD = 128;
  private static final String USAGE =
      "usage: dttf build PICTURES FONT | validate FONT | draw FONT PICTURES OUT";

  private Dttf() {}

  public static void main(String[] args) {
    try {
      System.exit(run(args));
    } catch (DttfException | IOException e) {
      System.err.println("dttf: " + e.getMessage());
      System.exit(1);
    }
  }

  private static int run(String[] args) throws IOException {
    String form = args.length == 0 ? "" : args[0] + " " + (args.length - 1);
    switch (form) {
      case "build 2" -> {
        Files.write(Path.of(args[2]), build(Path.of(args[1])));
        return 0;
      }
      case "validate 1" -> {
        List<String> faults = Validator.faults(Files.readAllBytes(Path.of(args[1])));
        faults.forEach(System.out::println);
        return faults.isEmpty() ? 0 : 1;
      }
      case "draw 3" -> {
        return draw(Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
      }
      default -> {
        System.err.println(USAGE);
        return 2;
      }
    }
  }

  static byte[] build(Path pictures) throws IOException {
    List<Glyph> glyphs =
        Loader.load(pictures, THRESHOLD).stream().map(Tracer::trace).map(Metrics::measure).toList();
    return FontWriter.write(Tables.of(glyphs, Loader.info(pictures)));
  }

  private static int draw(Path font, Path pictures, Path out) throws IOException {
    Files.createDirectories(out);
    for (Bitmap picture : Loader.load(pictures, THRESHOLD)) {
      Path file = out.resolve("U+%04X.png".formatted(picture.codePoint()));
      ImageIO.write(
          new Rasterizer(font, picture.height()).draw(picture.codePoint(), picture.width()),
          "png",
          file.toFile());
    }
    return 0;
  }
}
