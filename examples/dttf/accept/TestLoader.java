import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Section 1. */
final class TestLoader {
  public static void main(String[] args) throws Exception {
    List<Bitmap> bitmaps = Loader.load(Accept.PICTURES, 128);
    Accept.that(bitmaps.size() > 5, "the pictures are found");
    Accept.that(bitmaps.get(0).codePoint() == ' ', "the first by code point is the space");
    Bitmap cross = bitmaps.stream().filter(b -> b.codePoint() == 'T').findFirst().orElseThrow();
    Accept.that(cross.at(cross.width() / 2, cross.height() / 2), "the T has a stem");
    Accept.that(!cross.at(5, cross.height() / 2), "and nothing beside it");
    Accept.that(Loader.info(Accept.PICTURES).family().equals("Fresh Run"), "the family is read");
    Path nothing = Files.createTempDirectory("dttf");
    Accept.that(Loader.info(nothing).family().equals("Direct"), "without a file it is Direct");
    try {
      Loader.load(nothing, 128);
      Accept.that(false, "a folder without pictures is an error");
    } catch (DttfException expected) {
      Accept.that(expected.getMessage().contains(nothing.toString()), "the error names the folder");
    }
  }
}
