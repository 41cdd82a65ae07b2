package dev.attractor.ports.people;

import dev.attractor.domain.run.RunId;

/**
 * A question that waits for its answer.
 *
 * @param runId the run that asks; of a branch or a part its own
 * @param id tells it from all other questions of the run and of those inside it
 * @param token drawn when it was asked; an answer that does not name it belongs to another question
 */
public record OpenQuestion(RunId runId, String id, String token, Question question) {

  /**
   * Returns how the question of a node is called.
   *
   * @param runId the run that asks
   */
  public static String idOf(RunId runId, String nodeId, int visit, int attempt) {
    String stage = "%s-v%d-a%d".formatted(nodeId, visit, attempt);
    int outermost = runId.outermost().text().length();
    return runId.isInside() ? runId.text().substring(outermost + 1) + "." + stage : stage;
  }
}
