package dev.attractor.git.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.dircache.Checkout;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheCheckout.CheckoutMetadata;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.SystemReader;

/**
 * Checks all files of a commit out where none are yet. JGit's own check-out does one file after the
 * other and takes twice as long in a large repository; each branch of a fan-out would wait for it.
 */
final class FreshCheckout {
  /** Below this number threads cost more than they bring. */
  private static final int WORTH_THREADS = 500;

  /** A file to write, and how. */
  private record Job(DirCacheEntry entry, CheckoutMetadata metadata) {}

  private final Repository worktree;
  private final Checkout checkout;

  private FreshCheckout(Repository worktree) {
    this.worktree = worktree;
    this.checkout = new Checkout(worktree).setRecursiveDeletion(false);
  }

  /** Makes files and index; the index last. */
  static void of(Repository worktree, ObjectId commit) throws IOException {
    DirCache index = worktree.lockDirCache();
    try {
      List<Job> jobs = new FreshCheckout(worktree).write(commit);
      DirCacheBuilder builder = index.builder();
      jobs.forEach(job -> builder.add(job.entry));
      builder.commit();
    } finally {
      index.unlock();
    }
  }

  private List<Job> write(ObjectId commit) throws IOException {
    List<Job> jobs = jobs(commit);
    int threads =
        jobs.size() < WORTH_THREADS ? 1 : Math.min(8, Runtime.getRuntime().availableProcessors());
    if (threads == 1) {
      write(jobs, 0, 1);
      return jobs;
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int part = 0; part < threads; part++) {
        int first = part;
        parts.add(
            pool.submit(() -> {
              write(jobs, first, threads);
              return first;
            }));
      }
      for (Future<?> part : parts) {
        finish(part);
      }
    }
    return jobs;
  }

  private static void finish(Future<?> part) throws IOException {
    try {
      part.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while files were written", e);
    }
  }

  /** What there is to write; the folders are made on the way, by one thread. */
  private List<Job> jobs(ObjectId commit) throws IOException {
    List<Job> jobs = new ArrayList<>();
    try (RevWalk commits = new RevWalk(worktree);
        TreeWalk walk = new TreeWalk(worktree)) {
      walk.addTree(commits.parseCommit(commit).getTree());
      walk.setOperationType(TreeWalk.OperationType.CHECKOUT_OP);
      while (walk.next()) {
        String path = walk.getPathString();
        SystemReader.getInstance().checkPath(path); // nothing may be written into .git
        if (walk.isSubtree()) {
          checkout.safeCreateParentDirectory(
              path + "/x", new java.io.File(worktree.getWorkTree(), path), false);
          walk.enterSubtree();
          continue;
        }
        DirCacheEntry entry = new DirCacheEntry(path);
        entry.setFileMode(walk.getFileMode());
        entry.setObjectId(walk.getObjectId(0));
        jobs.add(
            new Job(
                entry,
                new CheckoutMetadata(
                    walk.getEolStreamType(TreeWalk.OperationType.CHECKOUT_OP),
                    walk.getFilterCommand(Constants.ATTR_FILTER_TYPE_SMUDGE))));
      }
    }
    return jobs;
  }

  private void write(List<Job> jobs, int first, int step) throws IOException {
    try (ObjectReader reader = worktree.newObjectReader()) {
      for (int i = first; i < jobs.size(); i += step) {
        Job job = jobs.get(i);
        String path = job.entry.getPathString();
        if (FileMode.GITLINK.equals(job.entry.getRawMode())) {
          checkout.checkoutGitlink(job.entry, path);
        } else {
          checkout.checkout(job.entry, job.metadata, reader, path);
        }
      }
    }
  }
}
