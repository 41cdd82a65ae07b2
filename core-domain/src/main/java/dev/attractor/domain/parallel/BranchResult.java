package dev.attractor.domain.parallel;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a branch ended.
 *
 * @param branch its id
 * @param outcome what it came to: how its last stage ended, or why the branch failed
 * @param score what its stages left as {@code score} in its context, else 0; more is better
 * @param commit where its git branch stands
 * @param gitBranch its git branch; empty when it never began
 * @param isCanceled whether this program ended it because it was not needed; no failure of its own,
 *     whatever its class, is that
 * @param visits how often each node was entered in it, in branches of its own, too
 * @param endedWell the stages whose last visit in it ended in success or partial success, sorted
 * @param response what its last agent said, else the end of what its last command printed; at most
 *     {@link #LONGEST_RESPONSE} characters, empty when neither worked in it
 */
public record BranchResult(
    String branch,
    Outcome outcome,
    double score,
    String commit,
    Optional<BranchName> gitBranch,
    boolean isCanceled,
    Map<NodeId, Integer> visits,
    List<NodeId> endedWell,
    String response) {
  /** Characters. */
  public static final int LONGEST_RESPONSE = 2_000;

  private static final int LONGEST_WORDS = 80;

  public BranchResult {
    visits = Collections.unmodifiableMap(new TreeMap<>(visits));
    endedWell = endedWell.stream().sorted().toList();
  }

  /** Makes the result of a branch that has said nothing. */
  public BranchResult(
      String branch,
      Outcome outcome,
      double score,
      String commit,
      Optional<BranchName> gitBranch,
      boolean isCanceled,
      Map<NodeId, Integer> visits,
      List<NodeId> endedWell) {
    this(branch, outcome, score, commit, gitBranch, isCanceled, visits, endedWell, "");
  }

  /** Returns this result with what the branch said, its beginning when that is long. */
  public BranchResult saying(String text) {
    String said = text.strip();
    return new BranchResult(
        branch,
        outcome,
        score,
        commit,
        gitBranch,
        isCanceled,
        visits,
        endedWell,
        said.substring(0, Math.min(LONGEST_RESPONSE, said.length())));
  }

  /** Returns the result of a branch that is not needed and never began. */
  public static BranchResult neverBegun(String branch, String commit, String why) {
    return new BranchResult(
        branch,
        Outcome.fail(FailureClass.CANCELED, why),
        0,
        commit,
        Optional.empty(),
        true,
        Map.of(),
        List.of());
  }

  /** Returns the result of this branch when it was ended because it is not needed. */
  public BranchResult unneeded(String why) {
    return new BranchResult(
        branch,
        Outcome.fail(FailureClass.CANCELED, why),
        score,
        commit,
        gitBranch,
        true,
        visits,
        endedWell,
        response);
  }

  /**
   * Returns the first line of what the branch said, cut off when it is long; empty when nothing.
   */
  public String firstWords() {
    String line = response.lines().findFirst().orElse("");
    return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "…";
  }

  /** Returns whether the branch failed or was canceled. */
  public boolean isFailure() {
    return outcome.status().isFailure();
  }
}
