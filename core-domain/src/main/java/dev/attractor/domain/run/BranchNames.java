package dev.attractor.domain.run;

import dev.attractor.domain.parallel.BranchName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of a run's git branches, without {@code refs/heads/} (SEMANTICS §7, §11).
 *
 * @param prefix {@code git.run_branch_prefix}
 * @param runId the run's id
 */
public record BranchNames(String prefix, RunId runId) {
  /** Behind the id of the run: a fan-out in a branch of it has the longer id of that branch. */
  private static final Pattern OF_FAN_OUT = Pattern.compile("(\\.[^/]+)?/[^/]+/pass[0-9]+/[^/]+");

  /** The folder of the branches of fan-outs, beside the run branches: no run can be called so. */
  private static final String FAN_OUTS = "parallel";

  /** Behind the id of the run: a manager, the visit, and the attempt if it is not the first. */
  private static final Pattern OF_CHILD = Pattern.compile("(\\.[^/]+)?/[^/]+/v[0-9]+(-a[0-9]+)?");

  /** The same for the branches of the children of managers. */
  private static final String CHILDREN = "child";

  /** Returns the names of a run below a prefix; empty when git takes none of them. */
  public static Optional<BranchNames> below(String prefix, RunId runId) {
    BranchNames names = new BranchNames(prefix, runId);
    return BranchName.of(names.below(runId.text())).map(_ -> names);
  }

  /**
   * Returns the names of the run on a branch.
   *
   * @param runBranch as {@link #run} made it; a name without a {@code /} has no prefix
   */
  public static BranchNames of(BranchName runBranch, RunId runId) {
    return new BranchNames(runBranch.prefix(), runId);
  }

  /** Returns the id of the run on a branch; empty when it is the branch of no run. */
  public static Optional<RunId> runOn(BranchName runBranch) {
    return RunId.ofOutermost(runBranch.name());
  }

  /** Returns whether a run of that id would stand in the way of the branches of other runs. */
  public static boolean isTaken(String name) {
    return name.equals(FAN_OUTS) || name.equals(CHILDREN);
  }

  /** Returns the branch of the run itself. */
  public BranchName run() {
    return new BranchName(below(runId.text()));
  }

  /** Returns what the branches of the run's fan-outs begin with, up to a {@code /}. */
  public String ofFanOuts() {
    return below(FAN_OUTS + "/" + runId + "/");
  }

  /** Returns what the branches of the run's children begin with, up to a {@code /}. */
  public String ofChildren() {
    return below(CHILDREN + "/" + runId + "/");
  }

  /** Returns the branch of the child that an attempt of a manager looks after (SEMANTICS §7a). */
  public BranchName ofChild(Attempt manager) {
    return new BranchName(
        ofChildren()
            + manager.nodeId()
            + "/v"
            + manager.visit()
            + (manager.number() == 1 ? "" : "-a" + manager.number()));
  }

  /**
   * Returns the branch of one branch of a fan-out.
   *
   * @param fanOut the attempt that opened it
   * @param branchId the first node of the branch
   */
  public BranchName ofBranch(Attempt fanOut, String branchId) {
    // Put together, not formatted: some languages have digits of their own.
    return new BranchName(
        ofFanOuts() + fanOut.nodeId() + "/pass" + fanOut.visit() + "/" + branchId);
  }

  /** Returns whether a branch is called as that of the run, or of a branch of it, is. */
  public boolean has(BranchName branch) {
    return branch.equals(run())
        || isInside(branch, below(FAN_OUTS + "/" + runId), OF_FAN_OUT)
        || isInside(branch, below(CHILDREN + "/" + runId), OF_CHILD);
  }

  private static boolean isInside(BranchName branch, String folder, Pattern rest) {
    return branch.text().startsWith(folder)
        && rest.matcher(branch.text().substring(folder.length())).matches();
  }

  private String below(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }
}
