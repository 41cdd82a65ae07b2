import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what is wrong with a font. */
final class Validator {
  private static final List<String> NEEDED =
      List.of(
          "OS/2", "cmap", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post");

  private final byte[] file;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, ByteBuffer> tables = new HashMap<>();

  private Validator(byte[] file) {
    this.file = file;
  }

  /** Returns a line for each fault; none for a valid font. */
  static List<String> faults(byte[] file) {
    Validator validator = new Validator(file);
    try {
      validator.look();
    } catch (IndexOutOfBoundsException
        | java.nio.BufferUnderflowException
        | IllegalArgumentException e) {
      validator.faults.add("the file ends too early, or points outside of itself");
    }
    return validator.faults;
  }

  private void look() {
    ByteBuffer directory = ByteBuffer.wrap(file);
    fault(directory.getInt() != 0x10000, "it is no TrueType font");
    int number = directory.getShort();
    directory.position(12);
    for (int i = 0; i < number; i++) {
      byte[] tag = new byte[4];
      directory.get(tag);
      String name = new String(tag, StandardCharsets.US_ASCII);
      int sum = directory.getInt();
      int offset = directory.getInt();
      byte[] content = Arrays.copyOfRange(file, offset, offset + directory.getInt());
      tables.put(name, ByteBuffer.wrap(content));
      if (name.equals("head")) {
        tables.get(name).putInt(8, 0);
      }
      fault(offset % 4 != 0, name + " begins at an odd place");
      fault(FontWriter.sum(content) != sum, "the checksum of " + name + " is wrong");
    }
    fault(FontWriter.sum(file) != 0xB1B0AFBA, "the checksum of the file is wrong");
    NEEDED.forEach(name -> fault(!tables.containsKey(name), "there is no table " + name));
    if (faults.isEmpty()) {
      glyphs();
      characters();
    }
  }

  private void fault(boolean isThere, String fault) {
    if (isThere) {
      faults.add(fault);
    }
  }

  private int count() {
    return tables.get("maxp").getShort(4);
  }

  private void glyphs() {
    ByteBuffer loca = tables.get("loca");
    ByteBuffer glyf = tables.get("glyf");
    for (int i = 0; i < count(); i++) {
      int from = loca.getInt(4 * i);
      int to = loca.getInt(4 * i + 4);
      boolean isInside = from <= to && to <= glyf.limit();
      fault(!isInside, "loca of glyph " + i + " points outside of glyf");
      if (isInside && from < to) {
        glyph(i, glyf.duplicate().position(from).slice());
      }
    }
  }

  private void glyph(int number, ByteBuffer data) {
    int contours = data.getShort();
    data.position(10);
    int[] ends = new int[contours];
    for (int i = 0; i < contours; i++) {
      ends[i] = data.getShort();
      fault(
          ends[i] - (i == 0 ? -1 : ends[i - 1]) < 3,
          "a contour of glyph " + number + " is not closed");
    }
    int points = ends[contours - 1] + 1;
    fault(points > Em.MOST_POINTS, "glyph " + number + " has too many points");
    data.position(
        data.position() + 2 + data.getShort(data.position()) + points); // wide coordinates
    int[] x = coordinates(data, points);
    int[] y = coordinates(data, points);
    long largest = 0;
    int start = 0;
    for (int end : ends) {
      List<Point> contour = new ArrayList<>();
      for (; start <= end; start++) {
        contour.add(new Point(x[start], y[start], true));
      }
      long area = new Contour(contour).area();
      largest = Math.abs(area) > Math.abs(largest) ? area : largest;
    }
    fault(largest >= 0, "the outline of glyph " + number + " does not run clockwise");
  }

  private static int[] coordinates(ByteBuffer data, int number) {
    int[] values = new int[number];
    int last = 0;
    for (int i = 0; i < number; i++) {
      last += data.getShort();
      values[i] = last;
    }
    return values;
  }

  private void characters() {
    ByteBuffer map = tables.get("cmap").position(12).slice();
    int segments = map.getShort(6) / 2;
    for (int i = 0; i < segments - 1; i++) {
      int end = map.getShort(14 + 2 * i) & 0xFFFF;
      int glyph = end + map.getShort(16 + 4 * segments + 2 * i) & 0xFFFF;
      fault(glyph == 0 || glyph >= count(), "U+%04X has no glyph".formatted(end));
    }
  }
}
