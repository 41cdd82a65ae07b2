import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** All of it: the same pictures make the same valid font, which resembles them. */
final class TestIntegration {
  public static void main(String[] args) throws Exception {
    byte[] font = Dttf.build(Accept.PICTURES);
    Accept.that(
        Arrays.equals(font, Dttf.build(Accept.PICTURES)), "the same pictures make the same bytes");
    Accept.that(Validator.faults(font).isEmpty(), "the font is valid");
    Accept.that(
        Arrays.equals(font, Files.readAllBytes(Path.of("fresh.ttf"))),
        "fresh.ttf is the font of the pictures");
    for (Bitmap picture : Loader.load(Accept.PICTURES, 128)) {
      Rasterizer rasterizer = new Rasterizer(Path.of("fresh.ttf"), picture.height());
      double resemblance =
          Quality.resemblance(picture, rasterizer.draw(picture.codePoint(), picture.width()));
      Accept.that(
          resemblance >= Quality.GOOD,
          "U+%04X resembles its picture".formatted(picture.codePoint()));
    }
  }
}
