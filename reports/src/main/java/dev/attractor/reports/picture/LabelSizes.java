package dev.attractor.reports.picture;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graphper.api.attributes.FontStyle;
import org.graphper.def.FlatPoint;
import org.graphper.layout.FontSelector;
import org.graphper.layout.MeasureText;

/**
 * Keeps the layout library from asking for fonts, which a machine may not have: the labels it is
 * given are the sizes that they are to have.
 *
 * <p>Public because the library finds it as a service.
 */
public final class LabelSizes implements MeasureText, FontSelector {
  private static final Pattern SIZE = Pattern.compile("(\\d+)x(\\d+)");

  /** Makes it; called by the library. */
  public LabelSizes() {}

  /** Returns a label that stands for one of this size. */
  static String label(Box size) {
    return String.format(
        Locale.ROOT, "%dx%d", (long) Math.ceil(size.width()), (long) Math.ceil(size.height()));
  }

  @Override
  public int order() {
    return Integer.MIN_VALUE; // before those that come with the library
  }

  @Override
  public boolean envSupport() {
    return true;
  }

  @Override
  public FlatPoint measure(String text, String fontName, double fontSize, FontStyle... fontStyles) {
    Matcher size = SIZE.matcher(text == null ? "" : text);
    return size.matches()
        ? new FlatPoint(Double.parseDouble(size.group(2)), Double.parseDouble(size.group(1)))
        : new FlatPoint(0, 0);
  }

  @Override
  public String defaultFont() {
    return "sans-serif";
  }
}
