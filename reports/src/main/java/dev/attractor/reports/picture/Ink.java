package dev.attractor.reports.picture;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What things are drawn with, on light ground and on dark. The colours of states are those of Okabe
 * and Ito, which people tell apart however they see colours, some darkened for contrast.
 */
@SuppressWarnings("ImmutableEnumChecker") // a record of texts and numbers
enum Ink {
  PAGE(fill("#ffffff"), fill("#14181d")),
  HEADING(fill("#1b232c"), fill("#e6edf3")),
  TEXT(fill("#1b232c"), fill("#e6edf3")),
  FAINT_TEXT(fill("#5c6772"), fill("#9aa6b2")),
  EDGE_TEXT(fill("#37424d"), fill("#c2ccd6")),
  FAILED_TEXT(fill("#a84300"), fill("#ff9a5a")),

  NODE(shape("#f3f7fb", "#44515e", 1.4), shape("#222b35", "#9fb0c0", 1.4)),
  ICON(shape("#ffffff", "#55616d", 1), shape("#14181d", "#9fb0c0", 1)),
  FRAME(line("#9aa6b2", 1), line("#55616d", 1)),
  UNREACHED(shape("#fafafa", "#9aa2aa", 1.2), shape("#1b2026", "#6b7783", 1.2)),
  RUNNING(shape("#d9edf9", "#0072b2", 2.2), shape("#0e3147", "#56b4e9", 2.2)),
  INTERRUPTED(shape("#d9edf9", "#0072b2", 2.2, 5), shape("#0e3147", "#56b4e9", 2.2, 5)),
  SUCCEEDED(shape("#dcf3ec", "#007a59", 2), shape("#0d3a2e", "#2fc79c", 2)),
  FAILED(shape("#fde6d8", "#c24f00", 2.6), shape("#47220d", "#ff8c42", 2.6)),
  PASSED_OVER(shape("#fdf3d6", "#8f6200", 2), shape("#3d300c", "#f0b83a", 2)),
  WAITING(shape("#f8e6f0", "#9c3f72", 2.2), shape("#3d2036", "#e6a3c8", 2.2)),

  RUNNING_SIGN(fill("#0072b2"), fill("#56b4e9")),
  SUCCEEDED_SIGN(fill("#007a59"), fill("#2fc79c")),
  FAILED_SIGN(fill("#c24f00"), fill("#ff8c42")),
  PASSED_OVER_SIGN(fill("#8f6200"), fill("#f0b83a")),
  WAITING_SIGN(fill("#9c3f72"), fill("#e6a3c8")),
  SIGN_LINE(line("#ffffff", 1.9), line("#14181d", 1.9)),
  COUNT_GROUND(fill("#37424d"), fill("#c2ccd6")),
  COUNT_TEXT(fill("#ffffff"), fill("#14181d")),

  EDGE(line("#55616d", 1.3), line("#9fb0c0", 1.3)),
  EDGE_HEAD(fill("#55616d"), fill("#9fb0c0")),
  UNTAKEN(line("#a9b2bb", 1.1), line("#5b6772", 1.1)),
  UNTAKEN_HEAD(fill("#a9b2bb"), fill("#5b6772")),
  TAKEN(line("#1b232c", 2.8), line("#e6edf3", 2.8)),
  TAKEN_HEAD(fill("#1b232c"), fill("#e6edf3")),
  FAILURE(line("#c24f00", 2.8, 7), line("#ff8c42", 2.8, 7)),
  FAILURE_HEAD(fill("#c24f00"), fill("#ff8c42"));

  /**
   * Colours and a pen.
   *
   * @param fill {@code #rrggbb}, or {@code none}
   * @param stroke {@code #rrggbb}, or {@code none}
   * @param width of the pen
   * @param dash the length of dashes and, by half, of gaps; 0 for an unbroken line
   */
  record Tone(String fill, String stroke, double width, double dash) {
    OptionalDouble dashes() {
      return dash == 0 ? OptionalDouble.empty() : OptionalDouble.of(dash);
    }
  }

  private final Tone light;
  private final Tone dark;

  Ink(Tone light, Tone dark) {
    this.light = light;
    this.dark = dark;
  }

  Tone light() {
    return light;
  }

  Tone dark() {
    return dark;
  }

  /**
   * Returns a name that no group of the picture has: what a group is drawn with, its texts inherit.
   */
  String cssClass() {
    return "ink-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Tone fill(String color) {
    return new Tone(color, "none", 0, 0);
  }

  private static Tone line(String color, double width) {
    return line(color, width, 0);
  }

  private static Tone line(String color, double width, double dash) {
    return new Tone("none", color, width, dash);
  }

  private static Tone shape(String fill, String stroke, double width) {
    return shape(fill, stroke, width, 0);
  }

  private static Tone shape(String fill, String stroke, double width, double dash) {
    return new Tone(fill, stroke, width, dash);
  }
}
