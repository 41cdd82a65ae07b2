package dev.attractor.domain.run;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.AgentWork;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.parallel.Items;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.routing.RetryTarget;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One fact of a run (SEMANTICS §10). Times, drawn delays, ids and commits are part of the fact and
 * are never drawn again.
 */
public sealed interface RunEvent {
  /**
   * The rules that runs are judged by from now on. Under the first a failure could ride into
   * success; what was decided under them stands (SEMANTICS §6).
   */
  int RULES = 2;

  /** A fact that changes the state of the run: it is on disk before its effects are visible. */
  sealed interface StateChange extends RunEvent {}

  /** A fact that readers want to see but on which nothing depends. */
  sealed interface Observation extends RunEvent {}

  /**
   * The run exists.
   *
   * @param runId its id
   * @param pipeline the name of the digraph
   * @param startNode the node to begin with
   * @param graphDigest SHA-256 of the stored graph copy, in hex
   * @param baseCommit the commit the run branch started at
   * @param runBranch the branch, without {@code refs/heads/}
   * @param context what the run's context holds at first
   * @param branch of what it is a branch; empty for a run of its own
   * @param rules those it is judged by, see {@link #RULES}
   */
  record RunStarted(
      RunId runId,
      String pipeline,
      NodeId startNode,
      String graphDigest,
      String baseCommit,
      BranchName runBranch,
      Map<String, String> context,
      Optional<BranchOf> branch,
      int rules)
      implements StateChange {
    /** The key of the context that holds the branch a run began from; not there when on none. */
    public static final String BASE_BRANCH = "run.base_branch";

    public RunStarted {
      context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
    }

    /** Makes the first fact of a run that is judged by the rules of today. */
    public RunStarted(
        RunId runId,
        String pipeline,
        NodeId startNode,
        String graphDigest,
        String baseCommit,
        BranchName runBranch,
        Map<String, String> context,
        Optional<BranchOf> branch) {
      this(runId, pipeline, startNode, graphDigest, baseCommit, runBranch, context, branch, RULES);
    }

    /**
     * Makes the first fact of a run of its own, whose context holds what is known before any stage
     * (SEMANTICS §8): the graph's attributes, the variables, the run.
     *
     * @param pipeline the transformed pipeline
     * @param variables of the configuration and the command line
     */
    public static RunStarted of(
        RunId runId,
        String graphDigest,
        ValidPipeline pipeline,
        String baseCommit,
        BranchName runBranch,
        Map<String, String> variables) {
      Map<String, String> context = new LinkedHashMap<>();
      for (Attribute attribute : pipeline.attributes().all()) {
        context.put("graph." + attribute.name(), attribute.value());
      }
      context.putAll(variables);
      context.put("run.id", runId.text());
      context.put("run.base_sha", baseCommit);
      return new RunStarted(
          runId,
          pipeline.graph().name(),
          pipeline.start().id(),
          graphDigest,
          baseCommit,
          runBranch,
          context,
          Optional.empty());
    }
  }

  /** The checks before the first stage are done. */
  record PreflightCompleted(int passed, int warnings, int failures) implements Observation {}

  /** An attempt begins; written before anything happens. */
  record StageAttemptStarted(Attempt attempt) implements StateChange {}

  /**
   * An attempt is over.
   *
   * @param outcome what it counts as, after {@code allow_partial}
   * @param duration how long the handler took
   * @param usage what its agent used
   * @param session the session its agent worked in, if it can be gone on with
   * @param commit a commit of the worktree as the attempt left it; the run branch reaches it only
   *     when the attempt ends its visit
   */
  record StageAttemptEnded(
      Attempt attempt,
      Outcome outcome,
      Duration duration,
      Usage usage,
      Optional<AgentSession> session,
      String commit)
      implements StateChange {}

  /** The attempt failed and is repeated after a pause. */
  record StageRetrySleep(Attempt attempt, Duration delay) implements StateChange {}

  /** The attempt failed and is not repeated. */
  record StageRetryBlocked(Attempt attempt, Failure failure, String why, int maxRetries)
      implements StateChange {}

  /** The visit is over: the run branch stands at this commit. */
  record CheckpointSaved(Attempt attempt, String commit) implements StateChange {}

  /** A condition was evaluated while the next hop was chosen. */
  record EdgeConditionEvaluated(NodeId from, NodeId to, String condition, boolean matched)
      implements Observation {}

  /**
   * The next hop.
   *
   * @param condition the condition of the edge, or empty
   * @param retryTarget where the target was named, when it is no edge but a retry target
   * @param failure the failure it carries away from a stage, and what becomes of it
   */
  record EdgeSelected(
      NodeId from,
      NodeId to,
      String condition,
      HopSource source,
      Optional<RetryTarget.Source> retryTarget,
      Optional<CarriedFailure> failure)
      implements StateChange {
    /** Returns the hop without what becomes of the failure it carries. */
    public EdgeSelected untold() {
      return new EdgeSelected(from, to, condition, source, retryTarget, Optional.empty());
    }
  }

  /**
   * A fan-out opens its branches.
   *
   * @param commit the commit they start at; empty where the fan-out's own visit was over before
   *     they began
   * @param items what they work on, one each, when the fan-out works through a list
   * @param trouble why there is no list to work through; then there are no branches
   */
  record ParallelStarted(
      Attempt fanOut,
      List<String> branches,
      NodeId join,
      Optional<String> commit,
      List<Item> items,
      Optional<String> trouble)
      implements StateChange {
    public ParallelStarted {
      branches = List.copyOf(branches);
      items = List.copyOf(items);
    }

    /** Makes the fact that a fan-out opens a branch for each of its edges. */
    public ParallelStarted(
        Attempt fanOut, List<String> branches, NodeId join, Optional<String> commit) {
      this(fanOut, branches, join, commit, List.of(), Optional.empty());
    }

    /**
     * Returns the fact that a fan-out opens its branches.
     *
     * @throws java.util.NoSuchElementException when they never meet
     */
    public static ParallelStarted of(Attempt attempt, FanOut fanOut, Optional<String> commit) {
      return of(attempt, fanOut, commit, new Items.Listed(List.of()));
    }

    /**
     * Returns the fact that a fan-out opens its branches.
     *
     * @param items what it works through; nothing when it works through no list
     * @throws java.util.NoSuchElementException when they never meet
     */
    public static ParallelStarted of(
        Attempt attempt, FanOut fanOut, Optional<String> commit, Items items) {
      NodeId join = fanOut.join().orElseThrow();
      return switch (items) {
        case Items.Listed(List<Item> all) ->
            new ParallelStarted(
                attempt, fanOut.ids(all.size()), join, commit, all, Optional.empty());
        case Items.Unusable(String why) ->
            new ParallelStarted(attempt, List.of(), join, commit, List.of(), Optional.of(why));
      };
    }

    /** Returns what the fan-out worked through. */
    public Items listed() {
      return trouble.<Items>map(Items.Unusable::new).orElseGet(() -> new Items.Listed(items));
    }
  }

  /**
   * A branch begins, or a new driver goes on with it.
   *
   * @param runId of the branch
   */
  record BranchStarted(Attempt fanOut, Branch branch, RunId runId, BranchName gitBranch)
      implements Observation {}

  /**
   * A branch has ended.
   *
   * @param totals what it used up
   */
  record BranchCompleted(Attempt fanOut, BranchResult result, Totals totals)
      implements StateChange {}

  /** All branches have ended. */
  record ParallelCompleted(Attempt fanOut, int succeeded, int failed, int canceled)
      implements StateChange {}

  /**
   * A fan-in chose the branch whose files the run goes on with.
   *
   * @param pass the visit of the fan-out
   * @param ranking what decided
   */
  record FanInSelected(
      Attempt attempt,
      NodeId fanOut,
      int pass,
      String branch,
      String commit,
      Ranking ranking,
      AgentWork agent)
      implements StateChange {
    /** What decides between branches that did not fail. */
    public enum Ranking {
      /** Status, then score, then id. */
      ORDER,
      /** An agent. */
      AGENT;

      /** Returns the word used in the journal. */
      public String word() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * Files that two branches have changed in different ways keep a join from merging them.
   *
   * @param branch the one that could not be merged into those before it
   * @param ours the commit with the work of those
   * @param theirs its own commit
   */
  record MergeConflict(
      Attempt attempt, String branch, String ours, String theirs, List<String> files)
      implements Observation {
    public MergeConflict {
      files = List.copyOf(files);
    }
  }

  /**
   * A fan-in has merged the work of all branches that did not fail.
   *
   * @param pass the visit of the fan-out
   * @param branches in the order in which they were merged
   * @param commit the commit with the work of all of them
   */
  record BranchesMerged(
      Attempt attempt,
      NodeId fanOut,
      int pass,
      List<String> branches,
      String commit,
      AgentWork agent)
      implements StateChange {
    public BranchesMerged {
      branches = List.copyOf(branches);
    }
  }

  /** Before the exit: the visited goal gates whose last visit did not end well. */
  record GoalGateChecked(NodeId exitNode, List<NodeId> unsatisfied) implements StateChange {
    public GoalGateChecked {
      unsatisfied = List.copyOf(unsatisfied);
    }
  }

  /**
   * A new iteration begins.
   *
   * @param iteration from 1
   * @param kept context values that survive
   * @param failure the failure that the hop carries away from a stage, and what becomes of it
   */
  record LoopRestarted(
      NodeId from,
      NodeId to,
      String condition,
      HopSource source,
      int iteration,
      Map<String, String> kept,
      Optional<CarriedFailure> failure)
      implements StateChange {
    public LoopRestarted {
      kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
    }

    /** Returns the hop without what becomes of the failure it carries. */
    public LoopRestarted untold() {
      return new LoopRestarted(from, to, condition, source, iteration, kept, Optional.empty());
    }
  }

  /** A new iteration was due but is not allowed. */
  record LoopRestartBlocked(NodeId from, NodeId to, Failure failure) implements StateChange {}

  /**
   * The run goes in a circle and is ended.
   *
   * @param nodeId the node, or the id of the branch that fails in the same way at each pass
   * @param limitName the attribute that set the limit
   * @param count what was counted
   */
  record FailureCycleBroken(
      String nodeId, String signature, String limitName, int count, int limit, Failure failure)
      implements StateChange {}

  /**
   * A stage is still at work.
   *
   * @param elapsed since the attempt began, to within one beat
   * @param lines how many lines its program has printed since the last beat
   */
  record StageHeartbeat(Attempt attempt, Duration elapsed, long lines) implements Observation {}

  /**
   * An agent has done something, in short; {@code events.ndjson} of its stage has the whole.
   *
   * @param type the word of its kind, see {@link dev.attractor.domain.agent.AgentEvent#type}
   * @param summary one line of at most {@link #LONGEST_SUMMARY} characters, or empty
   */
  record AgentProgress(Attempt attempt, String type, String summary) implements Observation {
    /** Characters. */
    public static final int LONGEST_SUMMARY = 200;

    /** Returns the fact, its text cut to one short line. */
    public static AgentProgress of(Attempt attempt, String type, String text) {
      int end =
          text.offsetByCodePoints(
              0, Math.min(LONGEST_SUMMARY, text.codePointCount(0, text.length())));
      return new AgentProgress(
          attempt, type, text.substring(0, end).strip().replaceAll("\\s+", " "));
    }
  }

  /** Nothing has happened for so long that the run is stopped. */
  record StallWatchdogTimeout(Duration limit) implements Observation {}

  /**
   * Another agent takes over from one that failed, as the configuration says.
   *
   * @param to the provider, with a model where the configuration names one
   */
  record ProviderFailover(Attempt attempt, String from, String to, Failure failure)
      implements Observation {}

  /**
   * A question was put to a person.
   *
   * @param id of the question; empty when its answer was prepared
   * @param token what an answer has to name, so that it is known to belong to this question
   */
  record InterviewStarted(
      NodeId nodeId, String question, List<String> choices, Optional<QuestionId> id, String token)
      implements Observation {
    public InterviewStarted {
      choices = List.copyOf(choices);
    }
  }

  /** The question was answered. */
  record InterviewCompleted(NodeId nodeId, String choice, String answeredBy)
      implements Observation {}

  /** Nobody answered in time. */
  record InterviewTimeout(NodeId nodeId, Duration waited) implements Observation {}

  /**
   * A manager begins a child (SEMANTICS §7a).
   *
   * @param runId of the child
   * @param commit where its git branch begins
   */
  record ChildStarted(Attempt manager, RunId runId, BranchName gitBranch, String commit)
      implements StateChange {}

  /**
   * A manager has looked at its child.
   *
   * @param cycle from 1
   * @param seen the child's facts, {@code stack.child.*}
   * @param instruction what the child is to be told
   * @param agent what the manager's agent used to say so
   */
  record ManagerCycle(
      Attempt manager,
      int cycle,
      Map<String, String> seen,
      Supervision.Decision decision,
      Optional<Instruction> instruction,
      AgentWork agent)
      implements StateChange {
    public ManagerCycle {
      seen = Collections.unmodifiableMap(new LinkedHashMap<>(seen));
    }
  }

  /**
   * The agents of this run, or of a child, have been told something.
   *
   * @param child the one that was told; empty when it is this run
   */
  record Steered(Instruction instruction, Optional<RunId> child) implements StateChange {
    /** Makes the fact that the agents of this run have been told something. */
    public static Steered here(Instruction instruction) {
      return new Steered(instruction, Optional.empty());
    }
  }

  /**
   * A child has ended, by itself or stopped by its manager.
   *
   * @param outcome what the manager comes to by that
   * @param commit where the child's git branch stands
   * @param taken whether the run goes on with its work
   * @param totals what the child used up
   */
  record ChildCompleted(
      Attempt manager, Outcome outcome, String commit, boolean taken, Totals totals)
      implements StateChange {}

  /** Something people should know about; the run goes on. */
  record Warning(String message) implements Observation {}

  /**
   * Another driver goes on with this journal.
   *
   * @param rules those by which the run is judged from here on, see {@link #RULES}
   */
  record RunResumed(Optional<Attempt> interrupted, int rules) implements StateChange {}

  /** The run ended; always the last event. */
  sealed interface Ended extends StateChange {
    /** Returns how. */
    RunEnd end();
  }

  /** The run ended in success. */
  record RunCompleted(Optional<NodeId> exitNode) implements Ended {
    @Override
    public RunEnd end() {
      return new RunEnd.Succeeded(exitNode);
    }
  }

  /** The run failed. */
  record RunFailed(Failure failure, Optional<NodeId> exitNode) implements Ended {
    @Override
    public RunEnd end() {
      return new RunEnd.Failed(failure, exitNode);
    }
  }

  /** The run was canceled and can be resumed. */
  record RunCanceled(String reason) implements Ended {
    @Override
    public RunEnd end() {
      return new RunEnd.Canceled(reason);
    }
  }

  /** Returns the event that records an end. */
  static Ended ended(RunEnd end) {
    return switch (end) {
      case RunEnd.Succeeded(Optional<NodeId> exit) -> new RunCompleted(exit);
      case RunEnd.Failed(Failure failure, Optional<NodeId> exit) -> new RunFailed(failure, exit);
      case RunEnd.Canceled(String reason) -> new RunCanceled(reason);
    };
  }
}
