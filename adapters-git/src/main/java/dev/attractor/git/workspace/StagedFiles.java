package dev.attractor.git.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

  /** Nothing leads to these objects yet, and whoever prunes does not know that they are wanted. */
  static StagedFiles of(Worktree files, Repository repository, String head) throws IOException {
    return Writing.of(
        () -> {
          ObjectId tree = files.tree();
          List<Changed> changed = Changed.between(repository, treeOf(repository, head), tree);
          return new StagedFiles(tree.name(), changed, sizes(repository, changed));
        },
        () -> files.addAgain(head));
  }

  /** Sees that all is there that a commit has beyond another. */
  static void ensure(Repository repository, String head, ObjectId commit) throws IOException {
    sizes(
        repository,
        Changed.between(repository, treeOf(repository, head), treeOf(repository, commit.name())));
  }

  /** Returns whether all is there that a tree has beyond a commit. */
  static boolean areThere(Repository repository, String head, ObjectId tree) throws IOException {
    try {
      sizes(repository, Changed.between(repository, treeOf(repository, head), tree));
      return true;
    } catch (MissingObjectException e) {
      return false;
    }
  }

  private static List<Long> sizes(Repository repository, List<Changed> changed) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (Changed file : changed) {
      sizes.add(file.size(repository));
    }
    return sizes;
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
