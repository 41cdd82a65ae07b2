package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When a fan-out has what it wants, and what a failing branch means to it (SEMANTICS §7).
 *
 * @param join {@code join_policy}
 * @param k {@code join_k}: how many branches must succeed
 * @param quorum {@code join_quorum}: which part of them must succeed, 0 to 1
 * @param onError {@code error_policy}
 */
public record JoinPolicy(Join join, int k, double quorum, OnError onError) {
  /** What a fan-out waits for. */
  public enum Join {
    WAIT_ALL,
    FIRST_SUCCESS,
    K_OF_N,
    QUORUM;

    /** Returns the word used in pipelines, for example {@code wait_all}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the policy of that name. */
    public static Optional<Join> parse(String word) {
      return Arrays.stream(values()).filter(join -> join.word().equals(word)).findFirst();
    }
  }

  /** What a failing branch means to the others. */
  public enum OnError {
    /** The others go on; too few successes fail the join. */
    CONTINUE,
    /** The others are canceled and the join fails. */
    FAIL_FAST,
    /** The others go on; one success is enough for the join. */
    IGNORE;

    /** Returns the word used in pipelines, for example {@code fail_fast}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the policy of that name. */
    public static Optional<OnError> parse(String word) {
      return Arrays.stream(values()).filter(policy -> policy.word().equals(word)).findFirst();
    }
  }

  private static final double HALF = 0.5;

  /** Reads the policy of a fan-out; what is missing or unknown is the default. */
  public static JoinPolicy of(Attributes attributes) {
    return new JoinPolicy(
        Join.parse(attributes.text("join_policy").strip()).orElse(Join.WAIT_ALL),
        attributes.integer("join_k", 1),
        attributes.fraction("join_quorum", HALF),
        OnError.parse(attributes.text("error_policy").strip()).orElse(OnError.CONTINUE));
  }

  /** Returns how many of {@code n} branches must succeed; at least 1. */
  int needed(int n) {
    return switch (join) {
      case WAIT_ALL, FIRST_SUCCESS -> 1;
      case K_OF_N -> Math.max(1, k);
      case QUORUM -> Math.max(1, (int) Math.ceil(quorum * n));
    };
  }

  /**
   * Returns why the branches that have not ended are no longer needed; empty while they are.
   *
   * @param n how many branches there are
   * @param results of those that have ended
   */
  public Optional<String> enough(int n, List<BranchResult> results) {
    long succeeded = results.stream().filter(result -> !result.isFailure()).count();
    if (onError == OnError.FAIL_FAST && culprit(results).isPresent()) {
      return Optional.of("another branch failed (error_policy=fail_fast)");
    }
    return switch (join) {
      case WAIT_ALL -> Optional.empty();
      case FIRST_SUCCESS, K_OF_N, QUORUM -> {
        if (succeeded >= needed(n)) {
          yield Optional.of("enough branches succeeded (join_policy=%s)".formatted(join.word()));
        }
        boolean hopeless =
            onError == OnError.CONTINUE && succeeded + n - results.size() < needed(n);
        yield hopeless
            ? Optional.of("too many branches failed (join_policy=%s)".formatted(join.word()))
            : Optional.empty();
      }
    };
  }

  /** Returns the first branch that failed of itself. */
  Optional<BranchResult> culprit(List<BranchResult> results) {
    return results.stream()
        .filter(result -> result.isFailure() && !result.isCanceled())
        .findFirst();
  }
}
