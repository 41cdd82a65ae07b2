package dev.attractor.ports.people;

/**
 * A question that waits for its answer.
 *
 * @param runId the run that asks; of a branch or a part its own
 * @param id tells it from all other questions of the run and of those inside it
 * @param token drawn when it was asked; an answer that does not name it belongs to another question
 */
public record OpenQuestion(String runId, String id, String token, Question question) {

  /** Returns the id of the run that people know: the one that holds the branch or part. */
  public String outermostRun() {
    int end = runId.indexOf('.');
    return end < 0 ? runId : runId.substring(0, end);
  }

  /**
   * Returns how the question of a node is called.
   *
   * @param runId the run that asks
   */
  public static String idOf(String runId, String nodeId, int visit, int attempt) {
    String inner = runId.substring(Math.min(runId.length(), runId.indexOf('.') + 1));
    String stage = "%s-v%d-a%d".formatted(nodeId, visit, attempt);
    return runId.indexOf('.') < 0 ? stage : inner + "." + stage;
  }
}
