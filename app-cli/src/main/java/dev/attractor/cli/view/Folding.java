package dev.attractor.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Which rows are kept where there is not room for all. */
final class Folding {
  private final List<Row> kept;
  private final int room;
  private int stages;
  private int cut;

  /**
   * Folds rows.
   *
   * @param room how many lines there are for them, and for what is told of the others
   */
  Folding(List<Row> rows, int room) {
    this.kept = new ArrayList<>(rows);
    this.room = room;
    fold(this::liesInWhatIsDone);
    fold(at -> !hasRowsBelow(at));
    if (used() > room) {
      kept.removeIf(row -> row.kind() == Row.Kind.NOTE);
    }
    fold(_ -> true);
    if (used() > room) {
      int most = Math.max(0, room - 1 - (stages > 0 ? 1 : 0));
      cut = kept.size() - most;
      kept.subList(most, kept.size()).clear();
    }
  }

  /** Takes rows away that are done and for which this holds, oldest first, until there is room. */
  private void fold(IntPredicate which) {
    int at = 0;
    while (at < kept.size() && used() > room) {
      if (kept.get(at).canBeFolded() && which.test(at)) {
        stages += kept.remove(at).stages();
      } else {
        at++;
      }
    }
  }

  private int used() {
    return kept.size() + (stages > 0 ? 1 : 0);
  }

  /** Whether the row that it lies in directly can be folded, too, and stands for it meanwhile. */
  private boolean liesInWhatIsDone(int at) {
    int depth = kept.get(at).depth();
    for (int before = at - 1; before >= 0; before--) {
      if (kept.get(before).depth() < depth) {
        return kept.get(before).canBeFolded();
      }
    }
    return false;
  }

  private boolean hasRowsBelow(int at) {
    return at + 1 < kept.size() && kept.get(at + 1).depth() > kept.get(at).depth();
  }

  /** Returns the rows that are shown. */
  List<Row> kept() {
    return kept;
  }

  /** Returns how many stages are only counted. */
  int stages() {
    return stages;
  }

  /** Returns how many rows are not shown though somebody might look for them. */
  int cut() {
    return cut;
  }
}
