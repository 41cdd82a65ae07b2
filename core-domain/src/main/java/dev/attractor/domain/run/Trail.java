package dev.attractor.domain.run;

import dev.attractor.domain.pipeline.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The finished visits of a run. Adding one shares all that came before, so a run of many stages
 * does not copy its past at each step.
 */
public final class Trail {
  /** No visit has finished yet. */
  public static final Trail EMPTY = new Trail(0, Optional.empty(), Optional.empty());

  /**
   * One finished visit.
   *
   * @param status the outcome word
   * @param detail why it failed, or its notes; may be empty
   */
  public record Step(NodeId nodeId, String status, String detail) {}

  private final int size;
  private final Optional<Step> latest;
  private final Optional<Trail> before;

  private Trail(int size, Optional<Step> latest, Optional<Trail> before) {
    this.size = size;
    this.latest = latest;
    this.before = before;
  }

  /** Returns this trail and one more visit. */
  public Trail plus(NodeId nodeId, String status, String detail) {
    return new Trail(size + 1, Optional.of(new Step(nodeId, status, detail)), Optional.of(this));
  }

  /** Returns how many visits have finished. */
  public int size() {
    return size;
  }

  /** Returns the latest visit; empty when there is none. */
  public Optional<Step> latest() {
    return latest;
  }

  /** Returns all visits, oldest first. */
  public List<Step> steps() {
    return latest(size);
  }

  /** Returns the latest visits, so many at most, oldest first. */
  List<Step> latest(int most) {
    List<Step> steps = new ArrayList<>(Math.min(size, most));
    for (Optional<Trail> at = Optional.of(this);
        at.isPresent() && steps.size() < most;
        at = at.get().before) {
      at.get().latest.ifPresent(steps::add);
    }
    Collections.reverse(steps);
    return Collections.unmodifiableList(steps);
  }

  /** Returns the nodes of all visits, oldest first. */
  public List<NodeId> nodes() {
    return steps().stream().map(Step::nodeId).toList();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Trail other && size == other.size && steps().equals(other.steps());
  }

  @Override
  public int hashCode() {
    return 31 * size + latest.hashCode();
  }

  @Override
  public String toString() {
    return nodes().toString();
  }
}
