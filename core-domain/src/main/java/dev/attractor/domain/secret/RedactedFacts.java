package dev.attractor.domain.secret;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.run.BranchOf;
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
              e.attempt(), of(e.failure()), redactor.field(e.why()), e.maxRetries());
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
              redactor.field(e.signature()),
              e.limitName(),
              e.count(),
              e.limit(),
              of(e.failure()));
      case RunEvent.ProviderFailover e ->
          new RunEvent.ProviderFailover(e.attempt(), e.from(), e.to(), of(e.failure()));
      case RunEvent.AgentProgress e ->
          new RunEvent.AgentProgress(e.attempt(), e.type(), redactor.field(e.summary()));
      case RunEvent.InterviewStarted e ->
          new RunEvent.InterviewStarted(
              e.nodeId(), redactor.field(e.question()), values(e.choices()), e.id(), e.token());
      case RunEvent.InterviewCompleted e ->
          new RunEvent.InterviewCompleted(
              e.nodeId(), redactor.field(e.choice()), redactor.field(e.answeredBy()));
      case RunEvent.Warning(String message) -> new RunEvent.Warning(redactor.field(message));
      case RunEvent.RunFailed e -> new RunEvent.RunFailed(of(e.failure()), e.exitNode());
      case RunEvent.RunCanceled(String reason) -> new RunEvent.RunCanceled(redactor.field(reason));
      case RunEvent.PreflightCompleted _,
          RunEvent.StageAttemptStarted _,
          RunEvent.StageRetrySleep _,
          RunEvent.CheckpointSaved _,
          RunEvent.EdgeConditionEvaluated _,
          RunEvent.EdgeSelected _,
          RunEvent.ParallelStarted _,
          RunEvent.BranchStarted _,
          RunEvent.ParallelCompleted _,
          RunEvent.FanInSelected _,
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
        redactor.field(outcome.preferredLabel()),
        values(outcome.suggestedNextIds()),
        values(outcome.contextUpdates()),
        redactor.field(outcome.notes()));
  }

  /** Returns a failure as it may be told. */
  public Failure of(Failure failure) {
    return new Failure(
        failure.failureClass(),
        redactor.field(failure.reason()),
        redactor.field(failure.evidence()),
        redactor.field(failure.signature()));
  }

  private Status of(Status status) {
    return switch (status) {
      case Status.Passed passed -> passed;
      case Status.Verdict(String word) -> new Status.Verdict(redactor.field(word));
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
        result.endedWell());
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
            .map(
                step -> new Trail.Step(step.nodeId(), step.status(), redactor.field(step.detail())))
            .toList());
  }

  private List<String> values(List<String> values) {
    return values.stream().map(redactor::field).toList();
  }

  private Map<String, String> values(Map<String, String> values) {
    Map<String, String> clean = new LinkedHashMap<>();
    values.forEach((key, value) -> clean.put(key, isOurs(key) ? value : redactor.field(value)));
    return clean;
  }

  /** Of these the run itself says what they are, from facts that hold no secrets. */
  private static boolean isOurs(String key) {
    return key.startsWith("run.") || key.startsWith("parallel.") || key.startsWith("internal.");
  }
}
