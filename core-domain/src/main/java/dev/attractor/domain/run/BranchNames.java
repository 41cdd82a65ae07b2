package dev.attractor.domain.run;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of a run's git branches, without {@code refs/heads/} (SEMANTICS §7, §11).
 *
 * @param prefix {@code git.run_branch_prefix}
 * @param runId the run's id
 */
public record BranchNames(String prefix, RunId runId) {
  private static final Pattern WELL_FORMED =
      Pattern.compile(
          "(?!-)%1$s(/%1$s)*"
              .formatted("[^\\x00-\\x20~^:?*\\[\\\\/\\x7f.][^\\x00-\\x20~^:?*\\[\\\\/\\x7f]*"));

  /** Behind the id of the run: a fan-out in a branch of it has the longer id of that branch. */
  private static final Pattern OF_FAN_OUT = Pattern.compile("(\\.[^/]+)?/[^/]+/pass[0-9]+/[^/]+");

  /** The folder of the branches of fan-outs, beside the run branches: no run can be called so. */
  private static final String FAN_OUTS = "parallel";

  /**
   * Returns the names of the run on a branch.
   *
   * @param runBranch as {@link #run} made it; a name without a {@code /} has no prefix
   */
  public static BranchNames of(String runBranch, RunId runId) {
    return new BranchNames(runBranch.substring(0, Math.max(0, runBranch.lastIndexOf('/'))), runId);
  }

  /** Returns the id of the run on a branch; empty when it is the branch of no run. */
  public static Optional<RunId> runOn(String runBranch) {
    return RunId.ofOutermost(runBranch.substring(runBranch.lastIndexOf('/') + 1));
  }

  /** Returns whether a run of that id would stand in the way of the branches of fan-outs. */
  public static boolean isTaken(String name) {
    return name.equals(FAN_OUTS);
  }

  /** Returns whether git takes a name as that of a branch. */
  public static boolean isWellFormed(String branch) {
    return WELL_FORMED.matcher(branch).matches()
        && !branch.contains("..")
        && !branch.contains("@{")
        && !branch.endsWith(".")
        && !branch.contains(".lock");
  }

  /** Returns the branch of the run itself. */
  public String run() {
    return below(runId.text());
  }

  /** Returns what the branches of the run's fan-outs begin with, up to a {@code /}. */
  public String ofFanOuts() {
    return below(FAN_OUTS + "/" + runId + "/");
  }

  /**
   * Returns the branch of one branch of a fan-out.
   *
   * @param fanOut the attempt that opened it
   * @param branchId the first node of the branch
   */
  public String ofBranch(Attempt fanOut, String branchId) {
    // Put together, not formatted: some languages have digits of their own.
    return ofFanOuts() + fanOut.nodeId() + "/pass" + fanOut.visit() + "/" + branchId;
  }

  /** Returns whether a branch is called as that of the run, or of a branch of it, is. */
  public boolean has(String branch) {
    String inside = below(FAN_OUTS + "/" + runId);
    return branch.equals(run())
        || (branch.startsWith(inside)
            && OF_FAN_OUT.matcher(branch.substring(inside.length())).matches());
  }

  private String below(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }
}
