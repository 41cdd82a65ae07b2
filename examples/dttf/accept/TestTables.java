import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Section 4. */
final class TestTables {
  public static void main(String[] args) {
    Map<String, byte[]> tables = Tables.of(List.of(Accept.glyph()), new FontInfo("F", "S"));
    Accept.that(
        tables
            .keySet()
            .equals(
                Set.of(
                    "OS/2", "cmap", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name",
                    "post")),
        "there are eleven tables");
    Accept.that(
        ByteBuffer.wrap(tables.get("maxp")).getShort(4) == 2, "with .notdef there are two glyphs");
    Accept.that(
        tables.get("OS/2").length == 96 && tables.get("head").length == 54,
        "sizes are those of the format");
    Accept.that(
        tables.get("hhea").length == 36 && tables.get("post").length == 32,
        "sizes are those of the format");
    Accept.that(ByteBuffer.wrap(tables.get("hmtx")).getShort(4) == 1000, "the advance is in hmtx");
    Accept.that(tables.get("loca").length == 12, "loca is long, and one longer than the glyphs");
    ByteBuffer map = ByteBuffer.wrap(tables.get("cmap"));
    Accept.that(map.getShort(12) == 4 && map.getShort(26) == 'x', "cmap has format 4, and the x");
  }
}
