package dev.attractor.domain.secret;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.BranchItem;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.parallel.Item;
import dev.attractor.domain.run.BranchOf;
import dev.attractor.domain.run.BranchWords;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.Trail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Facts without secrets (SEMANTICS §10). What stages, programs and people have said is redacted;
 * what the run itself is made of never is: ids, names, numbers, conditions, commits.
 */
public final class RedactedFacts {
  private final Redactor redactor;

  /** Makes one that leaves out what this redactor finds. */
  public RedactedFacts(Redactor redactor) {
    this.redactor = redactor;
  }

  /** Returns a fact as it may be told. */
  public RunEvent of(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted e ->
          new RunEvent.RunStarted(
              e.runId(),
              e.pipeline(),
              e.startNode(),
              e.graphDigest(),
              e.baseCommit(),
              e.runBranch(),
              values(e.context()),
              e.branch().map(this::of),
              e.rules());
      case RunEvent.StageAttemptEnded e ->
          new RunEvent.StageAttemptEnded(
              e.attempt(), of(e.outcome()), e.duration(), e.usage(), e.session(), e.commit());
      case RunEvent.StageRetryBlocked e ->
          new RunEvent.StageRetryBlocked(
              e.attempt(), of(e.failure()), redactor.text(e.why()), e.maxRetries());
      case RunEvent.ParallelStarted e ->
          new RunEvent.ParallelStarted(
              e.fanOut(),
              e.branches(),
              e.join(),
              e.commit(),
              e.items().stream().map(this::of).toList(),
              e.trouble().map(redactor::text));
      case RunEvent.BranchCompleted e ->
          new RunEvent.BranchCompleted(e.fanOut(), of(e.result()), e.totals());
      case RunEvent.LoopRestarted e ->
          new RunEvent.LoopRestarted(
              e.from(),
              e.to(),
              e.condition(),
              e.source(),
              e.iteration(),
              values(e.kept()),
              e.failure());
      case RunEvent.LoopRestartBlocked e ->
          new RunEvent.LoopRestartBlocked(e.from(), e.to(), of(e.failure()));
      case RunEvent.FailureCycleBroken e ->
          new RunEvent.FailureCycleBroken(
              e.nodeId(),
              redactor.text(e.signature()),
              e.limitName(),
              e.count(),
              e.limit(),
              of(e.failure()));
      case RunEvent.ProviderFailover e ->
          new RunEvent.ProviderFailover(e.attempt(), e.from(), e.to(), of(e.failure()));
      case RunEvent.AgentProgress e ->
          new RunEvent.AgentProgress(e.attempt(), e.type(), redactor.text(e.summary()));
      case RunEvent.InterviewStarted e ->
          new RunEvent.InterviewStarted(
              e.nodeId(), redactor.text(e.question()), values(e.choices()), e.id(), e.token());
      case RunEvent.InterviewCompleted e ->
          new RunEvent.InterviewCompleted(
              e.nodeId(), redactor.text(e.choice()), redactor.text(e.answeredBy()));
      case RunEvent.ManagerCycle e ->
          new RunEvent.ManagerCycle(
              e.manager(),
              e.cycle(),
              values(e.seen()),
              e.decision(),
              e.instruction().map(this::of),
              e.agent());
      case RunEvent.Steered e -> new RunEvent.Steered(of(e.instruction()), e.child());
      case RunEvent.ChildCompleted e ->
          new RunEvent.ChildCompleted(
              e.manager(), of(e.outcome()), e.commit(), e.taken(), e.totals());
      case RunEvent.Warning(String message) -> new RunEvent.Warning(redactor.text(message));
      case RunEvent.RunFailed e -> new RunEvent.RunFailed(of(e.failure()), e.exitNode());
      case RunEvent.RunCanceled(String reason) -> new RunEvent.RunCanceled(redactor.text(reason));
      case RunEvent.PreflightCompleted _,
          RunEvent.StageAttemptStarted _,
          RunEvent.StageRetrySleep _,
          RunEvent.CheckpointSaved _,
          RunEvent.EdgeConditionEvaluated _,
          RunEvent.EdgeSelected _,
          RunEvent.BranchStarted _,
          RunEvent.ParallelCompleted _,
          RunEvent.FanInSelected _,
          RunEvent.MergeConflict _,
          RunEvent.BranchesMerged _,
          RunEvent.ChildStarted _,
          RunEvent.GoalGateChecked _,
          RunEvent.StageHeartbeat _,
          RunEvent.StallWatchdogTimeout _,
          RunEvent.InterviewTimeout _,
          RunEvent.RunResumed _,
          RunEvent.RunCompleted _ ->
          event;
    };
  }

  /** Returns an outcome as it may be told. */
  public Outcome of(Outcome outcome) {
    return new Outcome(
        of(outcome.status()),
        redactor.text(outcome.preferredLabel()),
        values(outcome.suggestedNextIds()),
        values(outcome.contextUpdates()),
        redactor.text(outcome.notes()));
  }

  /** Returns a failure as it may be told. */
  public Failure of(Failure failure) {
    return new Failure(
        failure.failureClass(),
        redactor.text(failure.reason()),
        redactor.text(failure.evidence()),
        redactor.text(failure.signature()));
  }

  private Status of(Status status) {
    return switch (status) {
      case Status.Passed passed -> passed;
      case Status.Verdict(String word) -> new Status.Verdict(redactor.text(word));
      case Status.Fail(Failure failure) -> new Status.Fail(of(failure));
      case Status.Retry(Failure failure) -> new Status.Retry(of(failure));
    };
  }

  private BranchResult of(BranchResult result) {
    return new BranchResult(
        result.branch(),
        of(result.outcome()),
        result.score(),
        result.commit(),
        result.gitBranch(),
        result.isCanceled(),
        result.visits(),
        result.endedWell(),
        redactor.text(result.response()));
  }

  private BranchOf of(BranchOf branch) {
    return new BranchOf(
        branch.parentRun(),
        branch.pass(),
        branch.fanOuts(),
        branch.join(),
        branch.visits(),
        branch.attempts(),
        branch.before().stream()
            .map(step -> new Trail.Step(step.nodeId(), step.status(), redactor.text(step.detail())))
            .toList(),
        branch.heard().stream()
            .map(words ->
                new BranchWords(words.join(), words.branch(), redactor.text(words.response())))
            .toList(),
        branch.item().map(item -> new BranchItem(item.index(), of(item.item()))));
  }

  private Instruction of(Instruction said) {
    return new Instruction(said.id(), said.by(), said.to(), redactor.text(said.text()));
  }

  private Item of(Item item) {
    return new Item(redactor.text(item.json()), redactor.text(item.text()), values(item.fields()));
  }

  private List<String> values(List<String> values) {
    return values.stream().map(redactor::text).toList();
  }

  private Map<String, String> values(Map<String, String> values) {
    Map<String, String> clean = new LinkedHashMap<>();
    values.forEach((key, value) -> clean.put(key, isOurs(key) ? value : redactor.text(value)));
    return clean;
  }

  /** Of these the run itself says what they are, from facts that hold no secrets. */
  private static boolean isOurs(String key) {
    return key.startsWith("run.") || key.startsWith("parallel.") || key.startsWith("internal.");
  }
}
