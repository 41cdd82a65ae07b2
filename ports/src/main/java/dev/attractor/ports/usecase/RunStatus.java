package dev.attractor.ports.usecase;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.runfolder.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run stands.
 *
 * @param running whether a living process drives it
 * @param lastEventAt when the last fact was written
 * @param branches how the runs inside it stand: branches, and what its stages have run
 * @param questions what it, and what is inside it, asks people and nobody has answered
 * @param damage what is wrong with the first line of its journal, or a branch's, that cannot be
 *     understood; the rest is how it stood before
 */
public record RunStatus(
    Path location,
    Manifest manifest,
    RunState state,
    boolean running,
    Instant lastEventAt,
    List<RunStatus> branches,
    List<OpenQuestion> questions,
    Optional<AttractorException> damage) {
  public RunStatus {
    branches = List.copyOf(branches);
    questions = List.copyOf(questions);
  }

  /** Returns the same in short. */
  public RunGlance glance() {
    return glance(Optional.of(state.totals().usage()));
  }

  /**
   * Returns the same in short, of a run of which not all was read.
   *
   * @param used as {@link RunGlance} has it
   */
  public RunGlance glance(Optional<Usage> used) {
    return new RunGlance(
        location,
        manifest,
        state.phase().node(),
        state.end(),
        running,
        lastEventAt,
        questions,
        used,
        damage);
  }

  /** Returns one word: the end's, {@code running}, {@code waiting}, or {@code interrupted}. */
  public String word() {
    return glance().word();
  }
}
