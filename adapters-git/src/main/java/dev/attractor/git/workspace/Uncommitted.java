package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Optional<Git> there = Worktree.known(owner, git, worktree);
    if (there.isPresent()) {
      addFiles(there.get(), found);
      addRepositories(there.get(), found);
    }
    Path run = worktree.toAbsolutePath().normalize().getParent();
    if (run != null && Files.isDirectory(run)) {
      try (DirectoryStream<Path> aside =
          Files.newDirectoryStream(run, worktree.getFileName() + "*.found-*")) {
        aside.forEach(one -> found.add(one.getFileName().toString()));
      }
    }
    return found;
  }

  private static void addFiles(Git git, List<String> found) throws IOException {
    git
        .must("--no-optional-locks", "status", "--porcelain=v1", "-z", "--no-renames")
        .fields()
        .stream()
        .filter(entry -> entry.length() > STATUS)
        .forEach(entry -> found.add(entry.substring(STATUS)));
  }

  private static void addRepositories(Git git, List<String> found) throws IOException {
    for (String entry : git.must("ls-files", "--stage", "-z").names()) {
      String path = entry.substring(entry.indexOf('\t') + 1);
      if (entry.startsWith(NESTED) && Files.exists(git.folder().resolve(path, Constants.DOT_GIT))) {
        found.add(path + " (a repository of its own)");
      }
    }
  }
}
