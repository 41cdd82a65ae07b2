package dev.attractor.reports.picture;

import java.util.Locale;
import java.util.Map;

/** Writes a picture as SVG, with its colours for light ground and dark in a style of its own. */
final class SvgText {
  private final StringBuilder text = new StringBuilder();

  private SvgText() {}

  static String of(Drawing drawing) {
    SvgText svg = new SvgText();
    svg.write(drawing);
    return svg.text.toString();
  }

  private void write(Drawing drawing) {
    String width = number(Math.ceil(drawing.width()));
    String height = number(Math.ceil(drawing.height()));
    text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"")
        .append(" aria-labelledby=\"picture-title picture-desc\"")
        .append(" width=\"%s\" height=\"%s\"".formatted(width, height))
        .append(" viewBox=\"0 0 %s %s\">\n".formatted(width, height))
        .append("<title id=\"picture-title\">%s</title>\n".formatted(escaped(drawing.title())))
        .append("<desc id=\"picture-desc\">%s</desc>\n".formatted(escaped(drawing.description())))
        .append(style())
        .append(
            "<rect class=\"%s\" width=\"%s\" height=\"%s\"/>\n"
                .formatted(Ink.PAGE.cssClass(), width, height));
    drawing.parts().forEach(this::write);
    text.append("</svg>\n");
  }

  private static String style() {
    StringBuilder light = new StringBuilder();
    StringBuilder dark = new StringBuilder();
    for (Ink ink : Ink.values()) {
      light.append(rule(ink, ink.light()));
      dark.append(rule(ink, ink.dark()));
    }
    StringBuilder fonts = new StringBuilder();
    for (Mark.Font font : Mark.Font.values()) {
      fonts.append(
          ".%s{font-size:%spx%s}\n"
              .formatted(
                  font.cssClass(), number(font.size()), font.isBold() ? ";font-weight:bold" : ""));
    }
    return """
    <style>
    svg{color-scheme:light dark}
    text{font-family:sans-serif}
    path{stroke-linejoin:round}
    .ink-sign-line{stroke-linecap:round}
    .m{text-anchor:middle}
    %s%s@media (prefers-color-scheme: dark){
    %s}
    </style>
    """
        .formatted(fonts, light, dark);
  }

  private static String rule(Ink ink, Ink.Tone tone) {
    StringBuilder rule = new StringBuilder(".%s{fill:%s".formatted(ink.cssClass(), tone.fill()));
    if (tone.width() > 0) {
      rule.append(";stroke:%s;stroke-width:%s".formatted(tone.stroke(), number(tone.width())));
    }
    tone.dashes()
        .ifPresent(dash ->
            rule.append(";stroke-dasharray:%s %s".formatted(number(dash), number(dash / 2))));
    return rule.append("}\n").toString();
  }

  private void write(Drawing.Part part) {
    text.append("<g");
    for (Map.Entry<String, String> attribute : part.attributes().entrySet()) {
      text.append(" %s=\"%s\"".formatted(attribute.getKey(), escaped(attribute.getValue())));
    }
    text.append(">\n");
    if (!part.title().isEmpty()) {
      text.append("<title>").append(escaped(part.title())).append("</title>\n");
    }
    part.marks().forEach(this::write);
    text.append("</g>\n");
  }

  private void write(Mark mark) {
    switch (mark) {
      case Mark.Stroke(Outline outline, Ink ink) ->
          text.append("<path class=\"%s\" d=\"".formatted(ink.cssClass()))
              .append(path(outline))
              .append("\"/>\n");
      case Mark.Words(
              Point at,
              Mark.Align align,
              Mark.Font font,
              double _,
              Ink ink,
              String words) ->
          text.append(
                  "<text class=\"%s %s%s\" x=\"%s\" y=\"%s\">"
                      .formatted(
                          ink.cssClass(),
                          font.cssClass(),
                          align == Mark.Align.MIDDLE ? " m" : "",
                          number(at.x()),
                          number(at.y())))
              .append(escaped(words))
              .append("</text>\n");
    }
  }

  private static String path(Outline outline) {
    StringBuilder path = new StringBuilder();
    for (Outline.Step step : outline.steps()) {
      switch (step) {
        case Outline.Move(Point to) -> path.append('M').append(point(to));
        case Outline.Straight(Point to) -> path.append('L').append(point(to));
        case Outline.Curve(Point first, Point second, Point to) ->
            path.append('C')
                .append(point(first))
                .append(' ')
                .append(point(second))
                .append(' ')
                .append(point(to));
        case Outline.Close() -> path.append('Z');
      }
    }
    return path.toString();
  }

  private static String point(Point point) {
    return number(point.x()) + "," + number(point.y());
  }

  /** At most two decimals, and none that say nothing. */
  private static String number(double value) {
    long hundredths = Math.round(value * 100);
    return hundredths % 100 == 0
        ? Long.toString(hundredths / 100)
        : String.format(Locale.ROOT, "%.2f", hundredths / 100.0);
  }

  /** Returns a text as content or attribute; what XML cannot hold is replaced. */
  static String escaped(String raw) {
    StringBuilder escaped = new StringBuilder(raw.length());
    Lettering.visible(raw)
        .codePoints()
        .forEach(sign -> {
          switch (sign) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isXml(sign) ? sign : 0xFFFD);
          }
        });
    return escaped.toString();
  }

  private static boolean isXml(int sign) {
    return sign == '\t'
        || sign == '\n'
        || (sign >= 0x20 && sign < 0x7F)
        || (sign >= 0xA0 && sign <= 0xD7FF)
        || (sign >= 0xE000 && sign <= 0xFFFD)
        || sign >= 0x10000;
  }
}
