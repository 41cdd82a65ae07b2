package dev.attractor.git.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * A file that is new, gone or another.
 *
 * @param before what it was; missing when it is new
 * @param mode what it is; missing when it is gone
 */
record Changed(String path, FileMode before, FileMode mode, ObjectId content) {
  /**
   * Returns what a tree changes in another; both are here, since files were made of the one.
   *
   * @param from zero for a tree without files
   */
  static List<Changed> between(Repository repository, ObjectId from, ObjectId to)
      throws IOException {
    List<Changed> changed = new ArrayList<>();
    if (from.equals(to)) {
      return changed;
    }
    try (TreeWalk walk = new TreeWalk(repository)) {
      if (from.equals(ObjectId.zeroId())) {
        walk.addTree(new EmptyTreeIterator());
      } else {
        walk.addTree(from);
      }
      walk.addTree(to);
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        changed.add(
            new Changed(
                walk.getPathString(),
                walk.getFileMode(0),
                walk.getFileMode(1),
                walk.getObjectId(1)));
      }
    }
    return changed;
  }

  /** Returns whether there is a file, or a link, now. */
  boolean isFile() {
    return !FileMode.MISSING.equals(mode.getBits()) && !isRepository();
  }

  private boolean isRepository() {
    return FileMode.GITLINK.equals(mode.getBits());
  }

  /** Returns whether a repository of its own lies there that was not known before. */
  boolean isNewRepository() {
    return isRepository() && !FileMode.GITLINK.equals(before.getBits());
  }

  /** Returns the size in bytes; 0 for what is no file. */
  long size(Repository repository) throws IOException {
    if (!isFile()) {
      return 0;
    }
    try (ObjectReader reader = repository.newObjectReader()) {
      return reader.getObjectSize(content, ObjectReader.OBJ_ANY);
    }
  }
}
