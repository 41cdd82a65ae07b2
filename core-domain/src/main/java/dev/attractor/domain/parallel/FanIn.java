package dev.attractor.domain.parallel;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.FailureSignature;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.NodeId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a fan-in makes of the branches that came to it (SEMANTICS §7): the only place that knows who
 * wins, and when nobody does.
 *
 * @param fanOut the node that opened them
 * @param pass its visit, from 1
 * @param results of all branches, in the order of the fan-out's edges
 * @param policy of the fan-out
 * @param take what it takes of them
 * @param trouble why no branch could be opened; empty when that was no question
 */
public record FanIn(
    NodeId fanOut,
    int pass,
    List<BranchResult> results,
    JoinPolicy policy,
    Take take,
    Optional<String> trouble) {
  /** The reason of a join to which no branch brought anything. */
  public static final String ALL_FAILED = "all parallel branches failed";

  private static final Comparator<BranchResult> BEST_FIRST =
      Comparator.<BranchResult>comparingInt(result -> rank(result.outcome().status()))
          .thenComparing(Comparator.comparingDouble(BranchResult::score).reversed())
          .thenComparing(BranchResult::branch);

  public FanIn {
    results = List.copyOf(results);
  }

  private static int rank(Status status) {
    return switch (status) {
      case Status.Passed passed ->
          switch (passed) {
            case SUCCESS -> 0;
            case PARTIAL_SUCCESS -> 1;
            case SKIPPED -> 2;
          };
      case Status.Verdict _ -> 0; // counts as success
      case Status.Fail _, Status.Retry _ -> 3;
    };
  }

  /** Returns the branches that did not fail, best first: by status, score, id. */
  public List<BranchResult> candidates() {
    return results.stream().filter(result -> !result.isFailure()).sorted(BEST_FIRST).toList();
  }

  /**
   * Returns why the join fails whoever might win; empty when there is somebody to choose, or when
   * there was nothing to do.
   */
  public Optional<Failure> failure() {
    if (trouble.isPresent()) {
      return trouble.map(why -> Failure.of(FailureClass.DETERMINISTIC, why));
    }
    if (results.isEmpty()) {
      return Optional.empty(); // a list without items
    }
    List<BranchResult> candidates = candidates();
    if (candidates.isEmpty()) {
      return Optional.of(failure(ALL_FAILED));
    }
    int needed = policy.needed(results.size());
    Optional<BranchResult> culprit = policy.culprit(results);
    boolean enough =
        switch (policy.join()) {
          // Nobody waits for the others once there are enough, so one that fails late is too late.
          case FIRST_SUCCESS, K_OF_N, QUORUM -> candidates.size() >= needed;
          case WAIT_ALL -> policy.onError() != JoinPolicy.OnError.FAIL_FAST || culprit.isEmpty();
        };
    if (enough || policy.onError() == JoinPolicy.OnError.IGNORE) {
      return Optional.empty();
    }
    return Optional.of(
        failure(
            policy.onError() == JoinPolicy.OnError.FAIL_FAST && culprit.isPresent()
                ? "the branch %s failed (error_policy=fail_fast): %s"
                    .formatted(culprit.get().branch(), reason(culprit.get()))
                : "%d of %d branches succeeded, and join_policy=%s wants %d"
                    .formatted(candidates.size(), results.size(), policy.join().word(), needed)));
  }

  /** Trying again can only help when it can help every branch that failed. */
  private Failure failure(String reason) {
    boolean allTransient =
        results.stream()
            .flatMap(result -> result.outcome().failure().stream())
            .allMatch(failure -> failure.failureClass() == FailureClass.TRANSIENT_INFRA);
    return new Failure(
        allTransient ? FailureClass.TRANSIENT_INFRA : FailureClass.DETERMINISTIC,
        reason,
        results.stream()
            .filter(BranchResult::isFailure)
            .map(result -> result.branch() + ": " + reason(result))
            .collect(Collectors.joining("; ")),
        signature(reason));
  }

  /** Two failed joins are the same failure only when their branches failed in the same way. */
  private String signature(String reason) {
    return results.stream()
        .flatMap(result ->
            result.outcome().failure().stream()
                .map(failure -> FailureSignature.of(result.branch(), failure).text()))
        .sorted()
        .collect(Collectors.joining("; ", reason + ": ", ""));
  }

  private static String reason(BranchResult result) {
    return result.outcome().failure().map(Failure::reason).orElse("");
  }

  /** Returns what the fan-out comes to when all its branches have ended. */
  public Outcome all() {
    return failure()
        .map(Outcome::fail)
        .orElseGet(() ->
            Outcome.of(
                policy.join() == JoinPolicy.Join.WAIT_ALL
                        && policy.onError() != JoinPolicy.OnError.IGNORE
                        && results.stream().anyMatch(BranchResult::isFailure)
                    ? Status.Passed.PARTIAL_SUCCESS
                    : Status.Passed.SUCCESS));
  }

  /** Returns what the join reports when this branch wins: it ends as the branch did. */
  public Outcome won(BranchResult winner) {
    Map<String, String> context = context();
    context.put("parallel.fan_in.best_id", winner.branch());
    context.put("parallel.fan_in.best_outcome", winner.outcome().status().word());
    context.put("parallel.fan_in.best_head_sha", winner.commit());
    return Outcome.of(winner.outcome().status()).withContext(context);
  }

  /** Returns the commit whose files the run goes on with after one won; empty for those it has. */
  public Optional<String> goesOnWith(BranchResult winner) {
    return switch (take) {
      case BEST -> Optional.of(winner.commit());
      case NONE -> Optional.empty();
      case ALL -> throw new IllegalStateException("nobody wins where all are taken");
    };
  }

  /** Returns the branches that did not fail, in the order of the fan-out's edges. */
  public List<BranchResult> merged() {
    return results.stream().filter(result -> !result.isFailure()).toList();
  }

  /** Returns what the join reports when the work of all candidates is in this commit. */
  public Outcome merged(String commit) {
    Map<String, String> context = context();
    context.put("parallel.fan_in.merged", names(merged()));
    context.put("parallel.fan_in.head_sha", commit);
    List<BranchResult> failed =
        results.stream().filter(result -> result.isFailure() && !result.isCanceled()).toList();
    return failed.isEmpty()
        ? Outcome.success().withContext(context)
        : new Outcome(
            Status.Passed.PARTIAL_SUCCESS,
            "",
            List.of(),
            context,
            "without what failed: " + names(failed));
  }

  private static String names(List<BranchResult> branches) {
    return branches.stream().map(BranchResult::branch).collect(Collectors.joining(", "));
  }

  /** Returns what the join reports when the list of the fan-out had no item. */
  public Outcome nothingToDo() {
    return Outcome.success().withContext(context());
  }

  /** Returns the candidate that an agent named as its preferred label. */
  public Optional<BranchResult> named(Outcome said) {
    return candidates().stream()
        .filter(candidate -> candidate.branch().equals(said.preferredLabel().strip()))
        .findFirst();
  }

  /** Returns what the join reports when an agent was asked and named no candidate. */
  public Outcome namedNobody(Outcome said) {
    return lost(
        said.failure()
            .orElseGet(() ->
                Failure.of(
                    FailureClass.DETERMINISTIC,
                    "the agent named none of the candidates %s (preferred_label='%s')"
                        .formatted(names(candidates()), said.preferredLabel()))));
  }

  /** Returns what the join reports when it fails. */
  public Outcome lost(Failure failure) {
    return Outcome.fail(failure).withContext(context());
  }

  private Map<String, String> context() {
    Map<String, String> context = new LinkedHashMap<>();
    long failed = results.stream().filter(BranchResult::isFailure).count();
    context.put("parallel.fan_out", fanOut.value());
    context.put("parallel.pass", Integer.toString(pass));
    context.put("parallel.success_count", Long.toString(results.size() - failed));
    context.put("parallel.fail_count", Long.toString(failed));
    for (BranchResult result : results) {
      String prefix = "parallel.results." + result.branch() + ".";
      context.put(prefix + "outcome", result.outcome().status().word());
      result
          .outcome()
          .failure()
          .ifPresent(failure -> {
            context.put(prefix + "failure_reason", failure.reason());
            context.put(prefix + "failure_class", failure.failureClass().word());
          });
      context.put(prefix + "score", Double.toString(result.score()));
      context.put(prefix + "head_sha", result.commit());
      context.put(prefix + "branch", result.gitBranch().map(BranchName::text).orElse(""));
      if (!result.response().isEmpty()) {
        context.put(prefix + "response", result.response());
      }
    }
    return context;
  }
}
