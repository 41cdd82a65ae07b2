package dev.attractor.domain.retry;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.time.Duration;
import java.util.List;

/**
 * How often and how fast a node is tried again (SEMANTICS §5).
 *
 * @param maxRetries additional attempts, at least 0
 * @param firstDelay the pause before the first of them, without jitter
 * @param factor by which each further pause grows
 * @param retriesAnyFailure whether the class of a failure does not matter: a tool node that names
 *     {@code max_retries} itself
 * @param oncePerVisit whether the kind of node has one attempt, whatever the budget
 * @param allowPartial whether a spent budget turns the result into {@code partial_success}; never
 *     for a question to a person, since no answer is no approval
 */
public record RetryPolicy(
    int maxRetries,
    Duration firstDelay,
    double factor,
    boolean retriesAnyFailure,
    boolean oncePerVisit,
    boolean allowPartial) {
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

  /** What a rate limit or an overloaded provider needs at least; the last holds for all further. */
  private static final List<Duration> RATE_LIMIT_DELAYS =
      List.of(
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofMinutes(4),
          Duration.ofMinutes(15));

  public RetryPolicy {
    if (maxRetries < 0) {
      throw new IllegalArgumentException("max_retries is negative: " + maxRetries);
    }
  }

  /** Returns the policy of a node: its own attributes, else the graph's, else no retries. */
  public static RetryPolicy of(Pipeline pipeline, Node node) {
    Attributes own = node.attributes();
    Attributes graph = pipeline.attributes();
    String name = own.text("retry_policy", graph.text("retry_policy"));
    Preset preset = Preset.named(name);
    int budget =
        own.has("max_retries")
            ? own.integer("max_retries", 0)
            : name.isBlank() ? graph.integer("default_max_retries", 0) : preset.retries;
    return new RetryPolicy(
        budget,
        preset.firstDelay,
        preset.factor,
        node.kind() == NodeKind.TOOL && own.has("max_retries"),
        node.kind().runsOncePerVisit(),
        node.kind() != NodeKind.HUMAN && own.flag("allow_partial", false));
  }

  /**
   * Returns the pause before an attempt is repeated: after a rate limit or an overload at least 15
   * s, 1 min, 4 min, then 15 min, whatever the preset; jitter only adds to these. It is never
   * shorter than what the provider asks for.
   *
   * @param attempt the attempt that failed, from 1
   * @param failure why it failed
   * @param jitter a number in [0, 1), drawn by the caller
   */
  public Duration delayAfter(int attempt, Failure failure, double jitter) {
    Duration delay = usualDelayAfter(attempt, jitter);
    if (failure.isRateLimit()) {
      Duration least = RATE_LIMIT_DELAYS.get(Math.min(attempt, RATE_LIMIT_DELAYS.size()) - 1);
      delay =
          longer(
              delay, Duration.ofMillis(Math.round((double) least.toMillis() * (1 + jitter / 2))));
    }
    return longer(delay, failure.retryAfter().orElse(Duration.ZERO));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * Returns the pause by the preset alone.
   *
   * @param attempt the attempt that failed, from 1
   * @param jitter a number in [0, 1), drawn by the caller; it scales the pause by 0.5 to 1.5
   */
  public Duration usualDelayAfter(int attempt, double jitter) {
    double millis = (double) firstDelay.toMillis() * Math.pow(factor, attempt - 1.0);
    double capped = Math.min(millis, (double) LONGEST_DELAY.toMillis());
    return Duration.ofMillis(Math.round(capped * (0.5 + jitter)));
  }

  /** Returns whether the name is that of a preset, or empty. */
  public static boolean isPreset(String name) {
    try {
      Preset.named(name);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private record Preset(int retries, Duration firstDelay, double factor) {
    static Preset named(String name) {
      return switch (name.strip()) {
        case "none" -> new Preset(0, Duration.ofMillis(200), 2);
        case "", "standard" -> new Preset(4, Duration.ofMillis(200), 2);
        case "aggressive" -> new Preset(4, Duration.ofMillis(500), 2);
        case "linear" -> new Preset(2, Duration.ofMillis(500), 1);
        case "patient" -> new Preset(2, Duration.ofSeconds(2), 3);
        default -> throw new IllegalArgumentException("no retry policy is called " + name);
      };
    }
  }
}
