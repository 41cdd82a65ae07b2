package dev.attractor.cli.view;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A node that has begun.
 *
 * @param attempt the latest
 * @param since when that began; empty when it is over
 * @param worked the time of all attempts that have ended
 * @param usage of all attempts that have ended
 */
record StageView(
    Attempt attempt, Doing doing, Optional<Instant> since, Duration worked, Usage usage) {

  static StageView begun(Attempt attempt, Instant at) {
    return new StageView(
        attempt, new Doing.Working(""), Optional.of(at), Duration.ZERO, Usage.NONE);
  }

  StageView again(Attempt next, Instant at) {
    return new StageView(next, new Doing.Working(""), Optional.of(at), worked, usage);
  }

  StageView ended(RunEvent.StageAttemptEnded end) {
    return new StageView(
        end.attempt(),
        new Doing.Over(end.outcome(), false),
        Optional.empty(),
        worked.plus(end.duration()),
        usage.plus(end.usage()));
  }

  StageView at(Doing other) {
    return new StageView(attempt, other, since, worked, usage);
  }

  /** Whatever it did, its driver does not drive it any more, since then at the latest. */
  StageView abandoned(Instant at) {
    return switch (doing) {
      case Doing.Over _ -> this;
      case Doing.Working _, Doing.Pausing _, Doing.Asking _, Doing.Interrupted _ ->
          new StageView(attempt, new Doing.Interrupted(), Optional.empty(), worked(at), usage);
    };
  }

  /** Returns for how long it has worked. */
  Duration worked(Instant now) {
    return since.map(begin -> worked.plus(RunView.between(begin, now))).orElse(worked);
  }
}
