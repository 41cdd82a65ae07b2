package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
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
  private static final String LOCK = ".lock";

  private LinkedWorktree() {}

  /**
   * Opens the worktree of this name, and makes it when it is not there or was not finished. Its
   * index is written last, so an index means that all files are there.
   */
  static Repository open(Repository owner, String name, String branch, Path folder)
      throws IOException {
    Path common = common(owner);
    Path admin = admin(common, name);
    boolean begun = Files.exists(folder.resolve(Constants.DOT_GIT));
    boolean complete = begun && Files.exists(admin.resolve(INDEX));
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
      if (begun) {
        makeFiles(worktree, tip); // a killed check-out leaves half of the files, and a stray one
      } else {
        FreshCheckout.of(worktree, tip);
      }
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

  /** Removes the worktree of a run, and what git knows of those of its branches. */
  static void removeAll(Repository owner, String runId, Path folder) throws IOException {
    remove(owner, runId, folder);
    Path all = common(owner).resolve("worktrees");
    if (Files.isDirectory(all)) {
      try (Stream<Path> listing = Files.list(all)) {
        for (Path entry : listing.toList()) {
          if (entry.getFileName().toString().startsWith(runId + ".")) {
            FileUtils.delete(entry.toFile(), FileUtils.RECURSIVE | FileUtils.RETRY);
          }
        }
      }
    }
  }

  /** Makes index and files those of a commit. What is ignored by git stays. */
  static void makeFiles(Repository worktree, ObjectId commit) throws IOException {
    checkOut(worktree, commit);
    clean(worktree);
  }

  private static void clean(Repository worktree) throws IOException {
    Commands.call(Git.wrap(worktree).clean().setCleanDirectories(true).setForce(true));
  }

  private static void checkOut(Repository worktree, ObjectId commit) throws IOException {
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
   * Removes the lock files that a killed driver has left. The run's own lock says that nobody else
   * is here.
   *
   * @param branch the git branch of the worktree
   * @param refs the folder of refs that belong to its run alone
   */
  static void dropStaleLocks(Repository owner, String name, String branch, String refs)
      throws IOException {
    Path common = common(owner);
    Path admin = admin(common, name);
    Files.deleteIfExists(admin.resolve("index.lock"));
    Files.deleteIfExists(admin.resolve("HEAD.lock"));
    Files.deleteIfExists(common.resolve(Constants.R_HEADS + branch + ".lock"));
    dropLocksBelow(common.resolve(refs), _ -> true);
    dropLocksBelow(
        common.resolve(RecordRefs.PREFIX),
        lock -> lock.equals(name) || lock.startsWith(name + "."));
  }

  /** Removes the locks of refs below a folder whose names are meant. */
  private static void dropLocksBelow(Path folder, Predicate<String> meant) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    // By names alone: those of other runs come and go meanwhile.
    String[] names = folder.toFile().list();
    for (String name : names == null ? new String[0] : names) {
      if (!name.endsWith(LOCK)) {
        dropLocksBelow(folder.resolve(name), meant);
      } else if (meant.test(name.replace(LOCK, ""))) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }
}
