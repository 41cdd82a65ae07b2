package dev.attractor.ports.stage;

import dev.attractor.domain.parallel.Items;
import java.nio.file.Path;

/** Reads the lists that fan-outs work through: a JSON array or lines (SEMANTICS §7). */
public interface Lists {
  /** Returns the items that a text holds; blank lines are none. */
  Items in(String text);

  /**
   * Returns the items that a file holds.
   *
   * @param worktree the folder that the file has to lie in, whatever links lead to
   * @param path from there
   */
  Items inFile(Path worktree, String path);
}
