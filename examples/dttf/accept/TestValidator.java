import java.util.Arrays;
import java.util.List;

/** Section 6. */
final class TestValidator {
  public static void main(String[] args) {
    byte[] font = FontWriter.write(Tables.of(List.of(Accept.glyph()), new FontInfo("F", "S")));
    Accept.that(Validator.faults(font).isEmpty(), "a good font is valid");
    Accept.that(!Validator.faults(new byte[100]).isEmpty(), "zeros are no font");
    byte[] harmed = font.clone();
    harmed[font.length - 20] ^= 1;
    Accept.that(
        Validator.faults(harmed).stream().anyMatch(fault -> fault.contains("checksum")),
        "a bit that has changed is noticed");
    Accept.that(
        !Validator.faults(Arrays.copyOf(font, 300)).isEmpty(),
        "so is an end that is missing");
  }
}
