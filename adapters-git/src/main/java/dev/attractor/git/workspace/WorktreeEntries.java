package dev.attractor.git.workspace;

import dev.attractor.domain.parallel.BranchName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;

/** What a repository knows of its linked worktrees: a folder for each. */
final class WorktreeEntries {
  private WorktreeEntries() {}

  /**
   * Returns all.
   *
   * @param common what all checkouts of the repository share
   */
  static List<Path> all(Path common) throws IOException {
    Path all = common.resolve("worktrees");
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> listing = Files.list(all)) {
      return listing.sorted().toList();
    }
  }

  /**
   * Returns that of the worktree in a folder. One that was moved, together with the run, is known
   * by its branch.
   */
  static Optional<Path> of(Path common, Path folder, Optional<BranchName> branch)
      throws IOException {
    Path link = folder.resolve(Constants.DOT_GIT);
    List<Path> all = all(common);
    for (Path entry : all) {
      if (linkOf(entry).filter(link::equals).isPresent()) {
        return Optional.of(entry);
      }
    }
    if (branch.isEmpty() || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    for (Path entry : all) {
      boolean lost = linkOf(entry).filter(Files::exists).isEmpty();
      if (lost && isOn(entry, branch.get())) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /** Returns where the file that leads to an entry lies, in the folder of the worktree. */
  static Optional<Path> linkOf(Path entry) throws IOException {
    return text(entry.resolve("gitdir")).map(link -> entry.resolve(link).normalize());
  }

  /** Returns the folder of the worktree; empty when it is gone. */
  static Optional<Path> folderOf(Path entry) throws IOException {
    return linkOf(entry).map(Path::getParent).filter(Files::isDirectory);
  }

  /** Git keeps a worktree locked until all its files are there. */
  static boolean isHalfMade(Path entry) throws IOException {
    return Files.notExists(entry.resolve("index"))
        || text(entry.resolve("locked")).filter("initializing"::equals).isPresent();
  }

  private static boolean isOn(Path entry, BranchName branch) throws IOException {
    return text(entry.resolve(Constants.HEAD))
        .filter(("ref: " + Constants.R_HEADS + branch)::equals)
        .isPresent();
  }

  /** Worktrees of others come and go meanwhile. */
  private static Optional<String> text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty(); // nor is a pipe opened, which may have no other end
    }
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
