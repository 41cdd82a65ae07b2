package dev.attractor.ports.runfolder;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunId;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a run is; {@code manifest.json}.
 *
 * @param pipeline the name of the digraph
 * @param repository the top folder of the repository's work tree
 * @param baseCommit the commit it started at
 * @param runBranch without {@code refs/heads/}
 * @param worktree where its files are
 * @param version of the program that started it
 * @param graphDigest SHA-256 of the graph copy, in hex
 */
public record Manifest(
    RunId runId,
    String pipeline,
    String goal,
    Path repository,
    String baseCommit,
    BranchName runBranch,
    Path worktree,
    Instant startedAt,
    String version,
    String graphDigest) {
  /**
   * Returns whether both speak of one run, wherever its repository and its files are now. Another
   * repository, or another clone of this one, may have a run of the same id.
   */
  public boolean isSameRun(Manifest other) {
    return movedTo(other.repository, other.worktree).equals(other);
  }

  /** Returns the same run with repository and files at other places. */
  public Manifest movedTo(Path otherRepository, Path otherWorktree) {
    return new Manifest(
        runId,
        pipeline,
        goal,
        otherRepository,
        baseCommit,
        runBranch,
        otherWorktree,
        startedAt,
        version,
        graphDigest);
  }
}
