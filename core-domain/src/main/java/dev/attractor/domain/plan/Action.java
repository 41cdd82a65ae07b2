package dev.attractor.domain.plan;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.retry.RetryPolicy;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the driver of a run has to do next. */
public sealed interface Action {
  /** Write down facts that follow from the facts before them. */
  record Append(List<RunEvent> events) implements Action {
    public Append {
      events = List.copyOf(events);
    }

    /** Returns the action of writing down one fact. */
    public static Append of(RunEvent event) {
      return new Append(List.of(event));
    }
  }

  /** Begin an attempt after a pause, which is zero for a first one. */
  record Execute(Attempt attempt, Duration after, Work work) implements Action {}

  /**
   * An attempt was interrupted by a crash: adopt what it finished, or else put the workspace back
   * and begin it again.
   */
  record Recover(Attempt attempt, Work work) implements Action {}

  /** An attempt whose work lies in other facts has come to this outcome. */
  record Conclude(Attempt attempt, Outcome outcome, String commit) implements Action {}

  /** Draw the pause before the attempt is repeated after a failure, and write it down. */
  record DelayRetry(Attempt attempt, RetryPolicy policy, Failure failure) implements Action {}

  /** Move the run branch to the commit of the attempt that ended its visit, and write it down. */
  record Checkpoint(Attempt attempt, String commit) implements Action {}

  /**
   * Run the branches of a fan-out that have no result yet, write down how each ended, and then that
   * all have.
   */
  record RunBranches(Attempt attempt, FanOut fanOut) implements Action {}

  /** Look after the child of a manager until it has ended, and write down how (SEMANTICS §7a). */
  record Supervise(Attempt attempt, Supervision supervision) implements Action {}

  /** Write the final report, then the last event. */
  record Finish(RunEnd end) implements Action {}

  /** The run has ended; there is nothing to do. */
  record Stop(RunEnd end) implements Action {}

  /** How the outcome of an attempt comes about. */
  sealed interface Work {
    /** Returns whether it works in the files of the run, which have to be prepared for that. */
    default boolean isOnFiles() {
      return switch (this) {
        case ByHandler _, Part _, Rank _, Merge _ -> true;
        case Known _, Open _, Adopt _, Decided _, Begin _, Supervised _ -> false;
      };
    }

    /** The handler of the node's kind does it. */
    record ByHandler() implements Work {}

    /** A run of its own does it, in the same files (SEMANTICS §2). */
    record Part() implements Work {}

    /** A manager begins its child; the child's end is the end of the attempt (SEMANTICS §7a). */
    record Begin() implements Work {}

    /**
     * The child of a manager has ended.
     *
     * @param taken the commit with its work, where the run goes on with that
     */
    record Supervised(Outcome outcome, Optional<String> taken) implements Work {}

    /**
     * Nothing is done; the outcome follows from the pipeline and what came before.
     *
     * @param fanIn the branches that it follows from, of a join that takes none of them
     */
    record Known(Outcome outcome, Optional<FanIn> fanIn) implements Work {
      /** Makes one that follows from no branches. */
      public Known(Outcome outcome) {
        this(outcome, Optional.empty());
      }
    }

    /** The branches of a fan-out are opened; their ends are the end of the attempt. */
    record Open(FanOut fanOut) implements Work {}

    /** A branch won: the run goes on with its files. */
    record Adopt(FanIn fanIn, BranchResult winner) implements Work {}

    /**
     * The work of all candidates is merged; where that is not possible, the join's agent does it.
     */
    record Merge(FanIn fanIn) implements Work {}

    /** An agent says which of the candidates wins, in place of status, score and id. */
    record Rank(FanIn fanIn) implements Work {}

    /**
     * The join has chosen or merged already; it was not written down how it ended.
     *
     * @param commit the files the run goes on with; empty for those it has
     * @param agent of this attempt, if it was this one that decided
     */
    record Decided(FanIn fanIn, Outcome outcome, Optional<String> commit, AgentWork agent)
        implements Work {}
  }
}
