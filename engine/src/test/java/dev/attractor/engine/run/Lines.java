package dev.attractor.engine.run;

import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.parallel.Items;
import dev.attractor.ports.stage.Lists;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/** Lists of lines, in texts alone. */
final class Lines implements Lists {
  @Override
  public Items in(String text) {
    return new Items.Listed(
        text.lines()
            .filter(Predicate.not(String::isBlank))
            .map(line -> new Item("\"" + line + "\"", line, Map.of()))
            .toList());
  }

  @Override
  public Items inFile(Path worktree, String path) {
    return new Items.Unusable("there are no files");
  }
}
