package dev.attractor.domain.outcome;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/**
 * The last resort for a failure without a class: words of its reason (SEMANTICS §4). The table is
 * {@code reasons.properties} beside this class, which says for each line who writes so.
 */
final class ReasonTable {
  /**
   * A line of the table.
   *
   * @param failureClass what the words tell; empty for a veto: a reason with them tells nothing
   * @param rateLimit whether they tell of a rate limit or an overloaded provider
   */
  record Line(
      String name,
      Optional<FailureClass> failureClass,
      boolean rateLimit,
      Pattern words,
      String source,
      String example) {
    boolean fits(String reason) {
      return words.matcher(reason.strip().toLowerCase(Locale.ROOT)).find();
    }
  }

  private static final Pattern COLUMNS = Pattern.compile("\\s+\\|\\s+");
  private static final List<Line> LINES = read();

  private ReasonTable() {}

  private static List<Line> read() {
    // A bundle, since it is the one way to data on the class path that needs neither file nor
    // stream.
    ResourceBundle table =
        ResourceBundle.getBundle("dev.attractor.domain.outcome.reasons", Locale.ROOT);
    return table.keySet().stream()
        .map(name -> line(name, COLUMNS.splitAsStream(table.getString(name)).toList()))
        .sorted(Comparator.comparingInt(ReasonTable::rank).thenComparing(Line::name))
        .toList();
  }

  private static Line line(String name, List<String> columns) {
    if (columns.size() != 5) {
      throw new IllegalStateException("the reason " + name + " has not five columns: " + columns);
    }
    return new Line(
        name,
        FailureClass.parse(columns.get(0)),
        columns.get(1).equals("rate limit"),
        Pattern.compile("(?<![\\w/.-])(?:" + columns.get(2) + ")(?![\\w/-])"),
        columns.get(3),
        columns.get(4));
  }

  /** Vetoes come first, then the classes in the order in which they win. */
  private static int rank(Line line) {
    return line.failureClass
        .map(failureClass ->
            switch (failureClass) {
              case BUDGET_EXHAUSTED -> 1;
              case COMPILATION_LOOP -> 2;
              case TRANSIENT_INFRA -> 3;
              case CANCELED -> 4;
              case DETERMINISTIC, STRUCTURAL -> 5;
            })
        .orElse(0);
  }

  /** Returns all lines, in the order in which they are tried. */
  static List<Line> lines() {
    return LINES;
  }

  /** Returns the class that the words of a reason tell of; empty in doubt. */
  static Optional<FailureClass> classOf(String reason) {
    return firstFor(reason).flatMap(Line::failureClass);
  }

  /** Returns whether the words tell of a rate limit or an overloaded provider. */
  static boolean tellsOfRateLimit(String text) {
    return firstFor(text).filter(line -> line.failureClass.isPresent()).isPresent()
        && LINES.stream().anyMatch(line -> line.rateLimit && line.fits(text));
  }

  private static Optional<Line> firstFor(String reason) {
    return LINES.stream().filter(line -> line.fits(reason)).findFirst();
  }
}
