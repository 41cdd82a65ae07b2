import java.nio.ByteBuffer;
import java.util.List;

/** Section 5. */
final class TestFontWriter {
  public static void main(String[] args) {
    byte[] font = FontWriter.write(Tables.of(List.of(Accept.glyph()), new FontInfo("F", "S")));
    ByteBuffer file = ByteBuffer.wrap(font);
    int tables = file.getShort(4);
    Accept.that(file.getInt(0) == 0x10000 && tables == 11, "it begins as a TrueType font does");
    Accept.that(
        file.getShort(6) == 128 && file.getShort(8) == 3 && file.getShort(10) == 48,
        "it can be searched");
    int end = 12 + 16 * tables;
    for (int i = 0; i < tables; i++) {
      int offset = file.getInt(12 + 16 * i + 8);
      Accept.that(
          offset == end && offset % 4 == 0, "each table follows the one before, on four bytes");
      end = offset + (file.getInt(12 + 16 * i + 12) + 3) / 4 * 4;
    }
    Accept.that(end == font.length, "nothing follows the last");
    int sum = 0;
    for (int i = 0; i < font.length; i += 4) {
      sum += file.getInt(i);
    }
    Accept.that(sum == 0xB1B0AFBA, "the sum of the file is 0xB1B0AFBA");
  }
}
