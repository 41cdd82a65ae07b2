package dev.attractor.reports.story;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.runfolder.StageEvidence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt of a stage, as facts and files tell it.
 *
 * @param within the names of the branches that it lies in, joined by {@code /}; empty outside of
 *     all
 * @param until when it ended, else when the last fact of its run was written
 * @param ended how it ended; missing when it is at work or its driver died
 */
record Stint(
    String within,
    Attempt attempt,
    NodeKind kind,
    Instant begin,
    Instant until,
    Optional<RunEvent.StageAttemptEnded> ended,
    StageEvidence evidence) {
  /** Returns what people call it. */
  String name() {
    return within.isEmpty() ? attempt.toString() : within + "/" + attempt;
  }

  Optional<Outcome> outcome() {
    return ended.map(RunEvent.StageAttemptEnded::outcome);
  }

  Usage usage() {
    return ended.map(RunEvent.StageAttemptEnded::usage).orElse(Usage.NONE);
  }

  /** Returns for how long it worked. */
  Duration duration() {
    return ended
        .map(RunEvent.StageAttemptEnded::duration)
        .orElseGet(() -> Duration.between(begin, until));
  }

  boolean hasPassed() {
    return outcome().filter(said -> !said.status().isFailure()).isPresent();
  }

  boolean hasFailed() {
    return outcome().filter(said -> said.status().isFailure()).isPresent();
  }

  /** Returns whether nothing but an agent says that it has succeeded. */
  boolean isAnAgentsWord() {
    return hasPassed()
        && switch (kind) {
          case AGENT, CUSTOM -> true;
          case START, EXIT, CONDITIONAL, HUMAN, PARALLEL, FAN_IN, TOOL, MANAGER_LOOP, PIPELINE ->
              false;
        };
  }

  /** Returns {@code provider model} of its agent, or what else worked. */
  String worker() {
    return evidence
        .program()
        .filter(program -> !program.provider().isEmpty())
        .map(program -> (program.provider() + " " + program.model()).strip())
        .orElse(kind == NodeKind.TOOL ? "command" : "");
  }
}
