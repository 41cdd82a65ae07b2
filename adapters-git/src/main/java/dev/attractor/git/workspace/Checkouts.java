package dev.attractor.git.workspace;

import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * Where branches are checked out. A run moves its branches, and nobody's checkout but its own may
 * move with them (SEMANTICS §11).
 */
final class Checkouts {
  /** In what the repository knows of a worktree: that a run has made it. */
  private static final String MARK = "attractor-run";

  /** What a checkout is on, also in the middle of a rebase. */
  private static final List<String> HEADS =
      List.of(Constants.HEAD, "rebase-merge/head-name", "rebase-apply/head-name");

  private Checkouts() {}

  /**
   * Makes sure that a person has not checked a branch out.
   *
   * @param branch with {@code refs/heads/}
   * @param own the folder that the run itself works in
   */
  static void mustBeFree(Repository repository, String branch, Path own) throws IOException {
    Optional<Path> other = of(repository, branch, own);
    if (other.isPresent()) {
      throw AttractorException.usage(
          "the branch %s of the run is checked out in %s, and would move there"
              .formatted(Repository.shortenRefName(branch), other.get()),
          "check out another branch there, or remove that work tree; commits on the branch are kept"
              + " when the run goes on");
    }
  }

  private static Optional<Path> of(Repository repository, String branch, Path own)
      throws IOException {
    Path common = repository.getCommonDirectory().toPath().toAbsolutePath().normalize();
    if (common.endsWith(Constants.DOT_GIT) && isOn(common, branch)) {
      return Optional.ofNullable(common.getParent());
    }
    for (Path admin : WorktreeEntries.all(common)) {
      if (Files.exists(admin.resolve(MARK))) {
        continue; // looked for first: there may be hundreds of them
      }
      Optional<Path> files = WorktreeEntries.folderOf(admin);
      boolean ofOthers =
          files.isPresent() && !(Files.exists(own) && Files.isSameFile(files.get(), own));
      if (ofOthers && isOn(admin, branch)) {
        return files;
      }
    }
    return Optional.empty();
  }

  private static boolean isOn(Path admin, String branch) throws IOException {
    List<String> named = new ArrayList<>();
    for (String head : HEADS) {
      Path file = admin.resolve(head);
      if (Files.isRegularFile(file)) {
        named.add(Files.readString(file).strip().replaceFirst("^ref: *", ""));
      }
    }
    return named.contains(branch);
  }

  /** Notes that a worktree is that of a run, wherever its folder will be. */
  static void note(Worktree made) throws IOException {
    Path mark = made.admin().resolve(MARK);
    if (Files.notExists(mark)) {
      Files.createFile(mark);
    }
  }
}
