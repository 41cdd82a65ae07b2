package dev.attractor.domain.supervision;

import dev.attractor.domain.condition.Condition;
import dev.attractor.domain.condition.Guard;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a manager looks after its child, as its node says (SEMANTICS §7a). What it decides follows
 * from what it has seen, so that whoever reads the facts comes to the same.
 *
 * @param pollInterval the time between two looks
 * @param maxCycles how often it looks at most
 * @param stopCondition when the child is stopped and its work taken; empty for never
 * @param steers whether an agent is asked what to tell the child
 * @param steerCooldown the time between two such questions
 */
public record Supervision(
    Duration pollInterval,
    int maxCycles,
    Optional<Condition> stopCondition,
    boolean steers,
    Duration steerCooldown) {
  /** What the attributes of the node mean when they are missing. */
  public static final Duration USUAL_POLL_INTERVAL = Duration.ofSeconds(45);

  /** The same for how often a manager looks. */
  public static final int USUAL_CYCLES = 1000;

  /** The same for the time between two questions to its agent: each costs money. */
  public static final Duration USUAL_COOLDOWN = Duration.ofMinutes(5);

  /** The words of {@code manager.actions}: it always looks, and always waits between two looks. */
  public static final Set<String> STEPS = Set.of("observe", "steer", "wait");

  /** What it sees of its child: the keys of a stop condition. */
  public static final Set<String> SEEN =
      Set.of(
          "stack.child.status",
          "stack.child.outcome",
          "stack.child.node",
          "stack.child.visits",
          "stack.child.attempts",
          "stack.child.failures",
          "stack.child.cost_usd",
          "stack.child.minutes",
          "stack.child.heartbeat_age_s");

  /** What became of a look. */
  public enum Decision {
    /** The child goes on. */
    OBSERVE,
    /** The agent was asked what to tell it. */
    STEER,
    /** The stop condition holds: the child is stopped, and its work is taken. */
    STOP;

    /** Returns the word used in the journal. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns what a node says; one in which the linter found no error. */
  public static Supervision of(Node node) {
    Attributes attributes = node.attributes();
    return new Supervision(
        attributes.duration("manager.poll_interval").orElse(USUAL_POLL_INTERVAL),
        attributes.integer("manager.max_cycles", USUAL_CYCLES),
        switch (Guard.of(attributes.text("manager.stop_condition"))) {
          case Guard.When(Condition condition) -> Optional.of(condition);
          case Guard.Always _, Guard.Unreadable _ -> Optional.empty();
        },
        node.asksAgent(),
        attributes.duration("manager.steer_cooldown").orElse(USUAL_COOLDOWN));
  }

  /** Returns whether the manager may look once more after so many cycles. */
  public boolean mayGoOn(int cycles) {
    return cycles < maxCycles;
  }

  /**
   * Returns what a look leads to.
   *
   * @param cycle its number, from 1
   * @param lastAsked the cycle in which the agent was asked last
   * @param seen the facts of the child, {@code stack.child.*}, and those of the run around it
   */
  public Decision decide(int cycle, Optional<Integer> lastAsked, Condition.Facts seen) {
    if (stopCondition.filter(condition -> condition.holds(seen)).isPresent()) {
      return Decision.STOP;
    }
    return steers && lastAsked.map(last -> hasCooled(cycle - last)).orElse(true)
        ? Decision.STEER
        : Decision.OBSERVE;
  }

  private boolean hasCooled(int cycles) {
    return pollInterval.multipliedBy(cycles).compareTo(steerCooldown) >= 0;
  }
}
