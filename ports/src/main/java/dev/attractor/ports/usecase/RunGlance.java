package dev.attractor.ports.usecase;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.runfolder.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run stands, in short.
 *
 * @param currentNode the node it is at; empty when it cannot go on
 * @param end how it ended; empty when it has not
 * @param running whether a living process drives it
 * @param lastEventAt when the last fact was written
 * @param questions what it, and what is inside it, asks people and nobody has answered
 * @param used by agents until a stage ended last; empty when nobody knows
 * @param damage what is wrong with its journal as far as that was read
 */
public record RunGlance(
    Path location,
    Manifest manifest,
    Optional<NodeId> currentNode,
    Optional<RunEnd> end,
    boolean running,
    Instant lastEventAt,
    List<OpenQuestion> questions,
    Optional<Usage> used,
    Optional<AttractorException> damage) {
  public RunGlance {
    questions = List.copyOf(questions);
  }

  /** Returns one word: the end's, {@code running}, {@code waiting}, or {@code interrupted}. */
  public String word() {
    return word(end, running, !questions.isEmpty());
  }

  /**
   * Returns the word for a run.
   *
   * @param asks whether it, or what is inside it, waits for a person's answer
   */
  public static String word(Optional<RunEnd> end, boolean running, boolean asks) {
    String alive = asks ? "waiting" : "running";
    return end.map(RunEnd::status).orElse(running ? alive : "interrupted");
  }
}
