package dev.attractor.ports.config;

import java.util.Optional;

/**
 * How a run treats its repository.
 *
 * @param requireClean whether a dirty work tree is refused; by default true
 * @param runBranchPrefix of run branches; by default {@code attractor/run}
 * @param pushRemote where the run branch and the record of the run are pushed to at its end, and
 *     when it begins again; by default nowhere
 * @param maxFileMb how large a file may be that a stage has committed, in MB (2^20 bytes): one that
 *     is larger is not committed, and the stage has failed; by default any size
 */
public record GitConfig(
    boolean requireClean,
    String runBranchPrefix,
    Optional<String> pushRemote,
    Optional<Integer> maxFileMb) {
  /** Everything by default. */
  public static final GitConfig DEFAULT =
      new GitConfig(true, "attractor/run", Optional.empty(), Optional.empty());
}
