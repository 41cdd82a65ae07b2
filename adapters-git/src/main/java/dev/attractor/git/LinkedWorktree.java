package dev.attractor.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;

/**
 * A linked worktree as git's repository layout describes it ({@code gitrepository-layout}, section
 * on {@code worktrees/}). JGit uses such worktrees but cannot make them.
 */
final class LinkedWorktree {
  private static final String INDEX = "index";

  private LinkedWorktree() {}

  /**
   * Opens the worktree of this name, and makes it when it is not there or was not finished. Its
   * index is written last, so an index means that all files are there.
   */
  static Repository open(Repository owner, String name, String branch, Path folder)
      throws IOException {
    Path common = common(owner);
    Path admin = admin(common, name);
    dropStaleLocks(common, admin, branch);
    boolean complete =
        Files.exists(admin.resolve(INDEX)) && Files.exists(folder.resolve(Constants.DOT_GIT));
    if (!complete) {
      Files.createDirectories(admin);
      Files.createDirectories(folder);
      Files.writeString(admin.resolve("commondir"), "../..\n");
      Files.writeString(admin.resolve("gitdir"), folder.resolve(Constants.DOT_GIT) + "\n");
      Files.writeString(admin.resolve("HEAD"), "ref: " + Constants.R_HEADS + branch + "\n");
      Files.writeString(folder.resolve(Constants.DOT_GIT), "gitdir: " + admin + "\n");
      Files.deleteIfExists(admin.resolve(INDEX));
    }
    Repository worktree =
        new FileRepositoryBuilder()
            .setGitDir(admin.toFile())
            .setGitCommonDir(common.toFile())
            .setWorkTree(folder.toFile())
            .setMustExist(true)
            .build();
    if (!complete) {
      ObjectId tip = worktree.resolve(Constants.HEAD);
      if (tip == null) {
        throw new IOException("the branch " + branch + " has no commit");
      }
      checkOut(worktree, tip);
    }
    return worktree;
  }

  private static Path common(Repository owner) {
    return owner.getCommonDirectory().toPath().toAbsolutePath().normalize();
  }

  private static Path admin(Path common, String name) {
    return common.resolve("worktrees").resolve(name);
  }

  /** Removes the worktree of this name with all its files; nothing when there is none. */
  static void remove(Repository owner, String name, Path folder) throws IOException {
    int options = FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.RETRY;
    FileUtils.delete(folder.toFile(), options);
    FileUtils.delete(admin(common(owner), name).toFile(), options);
  }

  /** Makes index and files those of a commit; files that git does not know stay. */
  static void checkOut(Repository worktree, ObjectId commit) throws IOException {
    try (RevWalk walk = new RevWalk(worktree)) {
      DirCache index = worktree.lockDirCache();
      try {
        DirCacheCheckout checkout =
            new DirCacheCheckout(worktree, index, walk.parseCommit(commit).getTree());
        checkout.setFailOnConflict(false);
        checkout.checkout();
      } finally {
        index.unlock();
      }
    }
  }

  /**
   * A killed driver leaves its lock files behind. The run's own lock says that nobody else is here.
   */
  private static void dropStaleLocks(Path common, Path admin, String branch) throws IOException {
    Files.deleteIfExists(admin.resolve("index.lock"));
    Files.deleteIfExists(admin.resolve("HEAD.lock"));
    Files.deleteIfExists(common.resolve(Constants.R_HEADS + branch + ".lock"));
  }
}
