import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Makes the tables of a font. */
final class Tables {
  private static final long MADE = 3_786_825_600L; // nothing depends on the clock
  private static final int HEAVY = 400;

  private final List<Glyph> glyphs = new ArrayList<>();
  private final FontInfo info;

  private Tables(List<Glyph> given, FontInfo info) {
    glyphs.add(notdef());
    glyphs.addAll(given);
    this.info = info;
  }

  static Map<String, byte[]> of(List<Glyph> glyphs, FontInfo info) {
    for (Glyph glyph : glyphs) {
      if (glyph.points() > Em.MOST_POINTS || glyph.outline().codePoint() > 0xFFFF) {
        throw new DttfException(
            "U+%04X has no place in the font".formatted(glyph.outline().codePoint()));
      }
    }
    return new Tables(glyphs, info).all();
  }

  private static Glyph notdef() {
    List<Point> corners =
        List.of(
            new Point(50, 0, true),
            new Point(50, 700, true),
            new Point(450, 700, true),
            new Point(450, 0, true));
    return Metrics.measure(new Outline(0, 500, List.of(new Contour(corners))));
  }

  private Map<String, byte[]> all() {
    Bytes glyf = new Bytes();
    Bytes loca = new Bytes();
    for (Glyph glyph : glyphs) {
      loca.u32(glyf.size());
      if (!glyph.outline().contours().isEmpty()) {
        outline(glyf, glyph);
        glyf.pad();
      }
    }
    loca.u32(glyf.size());
    Map<String, byte[]> tables = new TreeMap<>();
    tables.put("glyf", glyf.toByteArray());
    tables.put("loca", loca.toByteArray());
    tables.put("head", head().toByteArray());
    tables.put("hhea", hhea().toByteArray());
    tables.put("hmtx", hmtx().toByteArray());
    tables.put("maxp", maxp().toByteArray());
    tables.put("OS/2", os2().toByteArray());
    tables.put("cmap", cmap().toByteArray());
    tables.put("name", name().toByteArray());
    tables.put("post", new Bytes().u32(0x30000).u32(0).u16(-75).u16(50).zeros(20).toByteArray());
    tables.put("gasp", new Bytes().u16(1).u16(1).u16(0xFFFF).u16(15).toByteArray());
    return tables;
  }

  private int most(ToIntFunction<Glyph> measure) {
    return glyphs.stream().mapToInt(measure).max().orElse(0);
  }

  private int least(ToIntFunction<Glyph> measure) {
    return -most(glyph -> -measure.applyAsInt(glyph));
  }

  private static void outline(Bytes out, Glyph glyph) {
    List<Contour> contours = glyph.outline().contours();
    out.u16(contours.size())
        .u16(glyph.xMin())
        .u16(glyph.yMin())
        .u16(glyph.xMax())
        .u16(glyph.yMax());
    int end = -1;
    List<Point> points = new ArrayList<>();
    for (Contour contour : contours) {
      end += contour.points().size();
      out.u16(end);
      points.addAll(contour.points());
    }
    out.u16(0); // no instructions
    points.forEach(point -> out.u8(point.onCurve() ? 1 : 0)); // coordinates of two bytes each
    int last = 0;
    for (Point point : points) {
      out.u16(point.x() - last);
      last = point.x();
    }
    last = 0;
    for (Point point : points) {
      out.u16(point.y() - last);
      last = point.y();
    }
  }

  private Bytes head() {
    return new Bytes()
        .u32(0x10000)
        .u32(0x10000)
        .u32(0) // the writer puts the adjustment here
        .u32(0x5F0F3CF5)
        .u16(3)
        .u16(Em.UNITS)
        .u32(0)
        .u32(MADE)
        .u32(0)
        .u32(MADE)
        .u16(least(Glyph::xMin))
        .u16(least(Glyph::yMin))
        .u16(most(Glyph::xMax))
        .u16(most(Glyph::yMax))
        .u16(0)
        .u16(8)
        .u16(2)
        .u16(1) // long loca
        .u16(0);
  }

  private Bytes hhea() {
    return new Bytes()
        .u32(0x10000)
        .u16(Em.ASCENT)
        .u16(-Em.DESCENT)
        .u16(0)
        .u16(most(Glyph::advance))
        .u16(least(Glyph::lsb))
        .u16(least(glyph -> glyph.advance() - glyph.xMax()))
        .u16(most(Glyph::xMax))
        .u16(1)
        .zeros(14)
        .u16(glyphs.size());
  }

  private Bytes hmtx() {
    Bytes out = new Bytes();
    glyphs.forEach(glyph -> out.u16(glyph.advance()).u16(glyph.lsb()));
    return out;
  }

  private Bytes maxp() {
    return new Bytes()
        .u32(0x10000)
        .u16(glyphs.size())
        .u16(most(Glyph::points))
        .u16(most(glyph -> glyph.outline().contours().size()))
        .zeros(4)
        .u16(2)
        .zeros(16);
  }

  private Bytes os2() {
    int first = glyphs.size() > 1 ? glyphs.get(1).outline().codePoint() : 0;
    int last = glyphs.get(glyphs.size() - 1).outline().codePoint();
    return new Bytes()
        .u16(4)
        .u16(glyphs.stream().mapToInt(Glyph::advance).sum() / glyphs.size())
        .u16(HEAVY)
        .u16(5)
        .u16(0)
        .u16(650)
        .u16(600)
        .u16(0)
        .u16(75)
        .u16(650)
        .u16(600)
        .u16(0)
        .u16(350)
        .u16(50)
        .u16(300)
        .u16(0)
        .zeros(10)
        .u32(1)
        .zeros(12)
        .text("NONE", StandardCharsets.US_ASCII)
        .u16(0x00C0) // regular, and the typographic measures count
        .u16(first)
        .u16(last)
        .u16(Em.ASCENT)
        .u16(-Em.DESCENT)
        .u16(0)
        .u16(Em.ASCENT)
        .u16(Em.DESCENT)
        .u32(1)
        .u32(0)
        .u16(500)
        .u16(700)
        .u16(0)
        .u16(32)
        .u16(0);
  }

  /** A segment for each character: sorted, and closed by U+FFFF. */
  private Bytes cmap() {
    List<Glyph> mapped = glyphs.subList(1, glyphs.size());
    int segments = mapped.size() + 1;
    int power = Integer.highestOneBit(segments);
    Bytes out = new Bytes();
    out.u16(0).u16(1).u16(3).u16(1).u32(12);
    out.u16(4).u16(16 + 8 * segments).u16(0).u16(2 * segments);
    out.u16(2 * power).u16(Integer.numberOfTrailingZeros(power)).u16(2 * (segments - power));
    mapped.forEach(glyph -> out.u16(glyph.outline().codePoint()));
    out.u16(0xFFFF).u16(0);
    mapped.forEach(glyph -> out.u16(glyph.outline().codePoint()));
    out.u16(0xFFFF);
    for (int i = 0; i < mapped.size(); i++) {
      out.u16(i + 1 - mapped.get(i).outline().codePoint());
    }
    out.u16(1);
    return out.zeros(2 * segments);
  }

  private Bytes name() {
    String whole = info.family() + " " + info.style();
    String[] names = {
      "",
      info.family(),
      info.style(),
      whole,
      whole,
      "Version 1.000",
      whole.replaceAll("[^A-Za-z0-9]+", "-")
    };
    Bytes texts = new Bytes();
    Bytes out = new Bytes().u16(0).u16(names.length - 1).u16(6 + 12 * (names.length - 1));
    for (int id = 1; id < names.length; id++) {
      out.u16(3).u16(1).u16(0x409).u16(id).u16(2 * names[id].length()).u16(texts.size());
      texts.text(names[id], StandardCharsets.UTF_16BE);
    }
    out.writeBytes(texts.toByteArray());
    return out;
  }

  /** Numbers as fonts have them, the high byte first. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes u8(int value) {
      write(value);
      return this;
    }

    Bytes u16(int value) {
      return u8(value >> 8).u8(value);
    }

    Bytes u32(long value) {
      return u16((int) (value >> 16)).u16((int) value);
    }

    Bytes zeros(int number) {
      writeBytes(new byte[number]);
      return this;
    }

    Bytes text(String text, Charset charset) {
      writeBytes(text.getBytes(charset));
      return this;
    }

    void pad() {
      zeros(-size() & 3);
    }
  }
}
