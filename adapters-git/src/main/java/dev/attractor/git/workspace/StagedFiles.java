package dev.attractor.git.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What the index of a worktree holds, beside a commit.
 *
 * @param changed in that commit
 * @param sizes in bytes, in the order of the changed files
 */
record StagedFiles(String tree, List<Changed> changed, List<Long> sizes) {
  /** Bytes. Usual servers refuse files of twice this size, and with them the whole branch. */
  private static final long LARGE = 50L << 20;

  /** So often is made again what others have pruned before it could be read. */
  private static final int TRIES = 20;

  /** So many files git is given in one command line. */
  private static final int MANY = 500;

  /** Nothing leads to these objects yet, and whoever prunes does not know that they are wanted. */
  static StagedFiles of(Worktree files, Repository repository, String head) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        ObjectId tree = files.writeTree();
        List<Changed> changed = Changed.between(repository, treeOf(repository, head), tree);
        List<String> pruned = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (Changed file : changed) {
          OptionalLong size = file.size(repository);
          size.ifPresentOrElse(sizes::add, () -> pruned.add(file.path()));
        }
        if (pruned.isEmpty()) {
          return new StagedFiles(tree.name(), changed, sizes);
        }
        if (tries >= TRIES) {
          throw new IOException("other git programs prune %s again and again".formatted(pruned));
        }
        for (int i = 0; i < pruned.size(); i += MANY) {
          files.addAgain(pruned.subList(i, Math.min(i + MANY, pruned.size())));
        }
      } catch (MissingObjectException e) {
        if (tries >= TRIES) {
          throw e;
        }
      }
    }
  }

  /** Returns whether all is there that a tree has beyond a commit. */
  static boolean isWhole(Repository repository, String head, String tree) throws IOException {
    try {
      for (Changed file :
          Changed.between(repository, treeOf(repository, head), ObjectId.fromString(tree))) {
        if (file.size(repository).isEmpty()) {
          return false;
        }
      }
      return true;
    } catch (MissingObjectException e) {
      return false;
    }
  }

  private static ObjectId treeOf(Repository repository, String commit) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(ObjectId.fromString(commit)).getTree().toObjectId();
    }
  }

  /** Returns the paths of files with more bytes. */
  List<String> largerThan(long most) {
    return IntStream.range(0, sizes.size())
        .filter(i -> sizes.get(i) > most)
        .mapToObj(i -> changed.get(i).path())
        .toList();
  }

  /** Returns what people should know of what is committed. */
  List<String> warnings(Worktree files) throws IOException {
    List<String> warnings = new ArrayList<>();
    List<String> repositories = new ArrayList<>();
    for (Changed file : changed) {
      if (file.isNewRepository() && !files.isSubmodule(file.path())) {
        repositories.add(file.path());
      }
    }
    if (!repositories.isEmpty()) {
      warnings.add(
          "git repositories of their own lie in the work tree; only the commit each is at is"
              + " committed, not its files: "
              + String.join(", ", repositories));
    }
    for (String path : largerThan(LARGE)) {
      long size = sizes.get(paths().indexOf(path));
      warnings.add(
          "%s is committed with %d MB; usual servers refuse files over 100 MB, and the branch with"
                  .formatted(path, size >> 20)
              + " them (git.max_file_mb keeps such files out)");
    }
    return warnings;
  }

  private List<String> paths() {
    return changed.stream().map(Changed::path).toList();
  }
}
