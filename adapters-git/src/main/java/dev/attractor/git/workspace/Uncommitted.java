package dev.attractor.git.workspace;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/** What goes with the work tree of a run and is in no commit. */
final class Uncommitted {
  /** How a line of the index begins that only names a commit of another repository. */
  private static final String NESTED = "160000 ";

  /** How long what stands before a path is in a line of a status. */
  private static final int STATUS = 3;

  private Uncommitted() {}

  /** Returns it, with what was set aside beside it; nothing when there is no work tree. */
  static List<String> in(Repository owner, Git git, Path worktree) throws IOException {
    List<String> found = new ArrayList<>();
    add(owner, git, worktree, "", found);
    Path run = worktree.toAbsolutePath().normalize().getParent();
    for (Path other :
        Worktree.beside(owner, worktree)) { // of branches that were kept, or a stage's
      add(owner, git, other, other.getFileName() + "/", found);
    }
    if (run != null && Files.isDirectory(run)) {
      try (DirectoryStream<Path> aside =
          Files.newDirectoryStream(run, worktree.getFileName() + "*.found-*")) {
        aside.forEach(one -> found.add(one.getFileName().toString()));
      }
    }
    return found;
  }

  private static void add(
      Repository owner, Git git, Path worktree, String prefix, List<String> found)
      throws IOException {
    Optional<Git> there = Worktree.known(owner, git, worktree);
    if (there.isEmpty()) {
      return;
    }
    Path entry = Path.of(requireNonNull(there.get().variables().get("GIT_DIR")));
    Path index = entry.resolve("index.looked-at"); // who only looks changes no index
    try {
      Files.copy(entry.resolve("index"), index, StandardCopyOption.REPLACE_EXISTING);
      Git looking = there.get().with(Map.of("GIT_INDEX_FILE", index.toString()));
      Worktree.showAll(looking);
      addFiles(looking, prefix, found);
      addRepositories(looking, prefix, found);
    } finally {
      Files.deleteIfExists(index);
    }
  }

  /**
   * Returns the repositories in a work tree of which it has commits that its base does not name:
   * they may be nowhere else.
   */
  static List<String> repositories(Repository owner, Git git, Path worktree, String base)
      throws IOException {
    List<String> found = new ArrayList<>();
    Optional<Git> there = Worktree.known(owner, git, worktree);
    if (there.isEmpty()) {
      return found;
    }
    List<String> raw =
        there
            .get()
            .must(
                "diff-index",
                "--cached",
                "--raw",
                "--no-renames",
                "--ignore-submodules=none",
                "-z",
                base)
            .names();
    for (int i = 0; i + 1 < raw.size(); i += 2) { // what has changed, and its path
      if (raw.get(i).contains(" " + NESTED)
          && Files.exists(there.get().folder().resolve(raw.get(i + 1), Constants.DOT_GIT))) {
        found.add(raw.get(i + 1));
      }
    }
    return found;
  }

  private static void addFiles(Git git, String prefix, List<String> found) throws IOException {
    git
        .must(
            "--no-optional-locks",
            "status",
            "--porcelain=v1",
            "-z",
            "--no-renames",
            "--untracked-files=normal") // whatever a person wants to see of theirs
        .fields()
        .stream()
        .filter(entry -> entry.length() > STATUS)
        .forEach(entry -> found.add(prefix + entry.substring(STATUS)));
  }

  private static void addRepositories(Git git, String prefix, List<String> found)
      throws IOException {
    for (String entry : git.must("ls-files", "--stage", "-z").names()) {
      String path = entry.substring(entry.indexOf('\t') + 1);
      if (entry.startsWith(NESTED) && Files.exists(git.folder().resolve(path, Constants.DOT_GIT))) {
        found.add(prefix + path + " (a repository of its own)");
      }
    }
  }
}
