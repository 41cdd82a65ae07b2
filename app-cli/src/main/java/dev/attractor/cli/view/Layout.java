package dev.attractor.cli.view;

import dev.attractor.cli.screen.Columns;
import dev.attractor.cli.screen.Screen;
import dev.attractor.cli.terminal.Amounts;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.usecase.RunGlance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Rows on a screen: what is done is folded where there are more than fit, so that what works, waits
 * or has failed stays seen. Nothing is wider or longer than the screen.
 *
 * @param size the room that there is
 * @param clean makes of any text one that may stand in a line
 */
record Layout(Screen.Size size, UnaryOperator<String> clean) {
  /** Columns from which words stand beside the numbers, and tokens are told. */
  private static final int WIDE = 64;

  private static final int NUMBERS = 8;
  private static final String INDENT = "  ";

  /** Returns the lines of a run. */
  List<Screen.Line> lines(RunView run, Tree tree) {
    if (size.rows() < 1 || size.columns() < 1) {
      return List.of();
    }
    List<Row> rows =
        tree.rows(run).stream()
            .map(row -> row.saying(clean.apply(row.note())))
            .flatMap(row -> isWide() ? Stream.of(row) : row.withNoteBelow().stream())
            .toList();
    List<Screen.Line> lines = new ArrayList<>();
    lines.add(Screen.Line.plain(cut(heading(run, tree, rows))));
    Folding folding = new Folding(rows, size.rows() - 1);
    if (folding.stages() > 0) {
      lines.add(
          signed(
              Sign.DONE,
              0,
              "%s%s %d %s done"
                  .formatted(
                      INDENT,
                      Sign.DONE.symbol(),
                      folding.stages(),
                      folding.stages() == 1 ? "stage" : "stages")));
    }
    Table table = table(folding.kept());
    folding.kept().forEach(row -> lines.add(line(row, table)));
    if (folding.cut() > 0) {
      lines.add(Screen.Line.dim(cut("%s… and %d more".formatted(INDENT, folding.cut()))));
    }
    return lines.subList(0, Math.min(lines.size(), size.rows()));
  }

  private boolean isWide() {
    return size.columns() >= WIDE;
  }

  private String heading(RunView run, Tree tree, List<Row> rows) {
    boolean asks = rows.stream().anyMatch(row -> row.sign() == Sign.WAITING);
    String used = Amounts.used(run.usage());
    String rest =
        " %s, %s%s"
            .formatted(
                RunGlance.word(run.state().flatMap(RunState::end), tree.driven(), asks),
                Amounts.time(run.took(tree.driven() ? tree.now() : run.heardLast())),
                used.isEmpty() ? "" : ", " + used);
    int room = Math.max(NUMBERS, size.columns() - Columns.of(rest));
    return Columns.cut(clean.apply(run.pipeline()), room) + rest;
  }

  /**
   * What stands in columns, where there is anything to stand there.
   *
   * @param names how wide the first column is
   */
  private record Table(int names, boolean hasTokens, boolean hasMoney) {}

  private Table table(List<Row> rows) {
    int most = isWide() ? size.columns() * 2 / 5 : size.columns() - 2 * NUMBERS;
    int names =
        rows.stream()
            .filter(row -> row.kind() == Row.Kind.WORK)
            .mapToInt(row -> Math.min(most, Columns.of(left(row))))
            .max()
            .orElse(0);
    return new Table(
        names,
        isWide() && rows.stream().anyMatch(row -> !Amounts.tokens(row.usage()).isEmpty()),
        rows.stream().anyMatch(row -> !Amounts.money(row.usage()).isEmpty()));
  }

  private static String left(Row row) {
    return "%s%s %s".formatted(INDENT.repeat(row.depth() + 1), row.sign().symbol(), row.name());
  }

  private Screen.Line line(Row row, Table table) {
    return switch (row.kind()) {
      case NOTE -> Screen.Line.dim(cut(INDENT.repeat(row.depth() + 1) + row.note()));
      case WORK ->
          signed(
              row.sign(),
              row.depth(),
              Columns.fill(left(row), table.names())
                  + number(Amounts.time(row.worked()))
                  + (table.hasTokens() ? number(Amounts.tokens(row.usage())) : "")
                  + (table.hasMoney() ? number(Amounts.money(row.usage())) : "")
                  + INDENT
                  + row.note());
    };
  }

  private Screen.Line signed(Sign sign, int depth, String text) {
    int at = INDENT.length() * (depth + 1);
    return new Screen.Line(
        cut(text.stripTrailing()), at, at + sign.symbol().length(), sign.colour());
  }

  private String cut(String text) {
    return Columns.cut(text, size.columns());
  }

  private static String number(String text) {
    return " ".repeat(Math.max(0, NUMBERS - Columns.of(text))) + text;
  }
}
