package dev.attractor.ports.workspace;

import java.nio.file.Path;
import java.util.List;

/** A person's repository. Their checkout, index and current branch are never touched. */
public interface Repository extends AutoCloseable {
  /** Returns the top folder of the work tree. */
  Path root();

  /** Returns the commit that is checked out, in hex. */
  String head();

  /** Returns paths that differ from it or are unknown to it, at most {@code limit}. */
  List<String> changes(int limit);

  /** Returns whether the branch exists. */
  boolean hasBranch(String branch);

  /**
   * Opens the workspace of a run; makes its branch and work tree when they are not there yet
   * (SEMANTICS §11).
   *
   * @param branch without {@code refs/heads/}
   * @param base the commit a new branch starts at
   * @param folder where the work tree lies
   */
  Workspace workspace(String runId, String branch, String base, Path folder);

  @Override
  void close();
}
