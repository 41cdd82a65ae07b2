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
 * @param number its place among all of the story, from 1
 * @param within the names of the branches and parts that it lies in, joined by {@code /}; empty
 *     outside of all
 * @param iteration how often the run, or the part, had begun anew
 * @param until when it ended, else when the last fact of its run was written
 * @param ended how it ended; missing when it is at work or its driver died
 * @param isCanceled whether it was a branch or part that was ended in it, and will not go on
 */
record Stint(
    int number,
    String within,
    Attempt attempt,
    int iteration,
    NodeKind kind,
    Instant begin,
    Instant until,
    Optional<RunEvent.StageAttemptEnded> ended,
    boolean isCanceled,
    StageEvidence evidence) {
  /** Returns the same at another place of the story. */
  Stint at(int place) {
    return new Stint(
        place, within, attempt, iteration, kind, begin, until, ended, isCanceled, evidence);
  }

  /** Returns what people call it. */
  String name() {
    String name = within.isEmpty() ? attempt.toString() : within + "/" + attempt;
    return iteration == 0 ? name : "%s, restart %d".formatted(name, iteration);
  }

  /** Returns what people call its stage. */
  String stage() {
    return within.isEmpty()
        ? attempt.nodeId().value()
        : within.replaceAll("#\\d+\\.\\d+", "") + "/" + attempt.nodeId();
  }

  /** Returns in a word how it ended. */
  String ending() {
    return outcome()
        .map(said -> said.status().word())
        .orElse(isCanceled ? "canceled" : "not ended");
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

  /** Returns whether others worked for it, whose stints are told by themselves. */
  boolean letsOthersWork() {
    return kind == NodeKind.PARALLEL || kind == NodeKind.PIPELINE;
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
