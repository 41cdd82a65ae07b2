package dev.attractor.ports.workspace;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import java.time.Instant;

/**
 * What a commit says about its stage (SEMANTICS §11).
 *
 * @param status the outcome word
 * @param seq the number of the attempt's first journal line
 * @param at the time of the commit
 */
public record StageCommit(RunId runId, Attempt attempt, String status, long seq, Instant at) {
  /** Returns the whole message: subject and trailers. */
  public String message() {
    return """
    attractor(%1$s): %2$s (%3$s)

    Attractor-Run: %1$s
    Attractor-Stage: %4$s
    Attractor-Status: %3$s
    Attractor-Seq: %5$d
    """
        .formatted(runId, attempt.nodeId(), plain(status), attempt, seq);
  }

  /** An agent's own word may hold what commands a terminal or turns the direction of writing. */
  private static String plain(String word) {
    return word.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069]", "?");
  }
}
