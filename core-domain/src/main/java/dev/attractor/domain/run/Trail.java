package dev.attractor.domain.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The nodes of finished visits. Adding one shares all that came before, so a run of many stages
 * does not copy its past at each step.
 *
 * @param size how many there are
 * @param node the latest; empty for the empty trail
 * @param before all but the latest; empty for the empty trail
 */
public record Trail(int size, String node, Optional<Trail> before) {
  /** No visit has finished yet. */
  public static final Trail EMPTY = new Trail(0, "", Optional.empty());

  /** Returns this trail and one more node. */
  public Trail plus(String next) {
    return new Trail(size + 1, next, Optional.of(this));
  }

  /** Returns the nodes, oldest first. */
  public List<String> toList() {
    List<String> nodes = new ArrayList<>(size);
    for (Optional<Trail> at = Optional.of(this); at.isPresent(); at = at.get().before) {
      if (at.get().size > 0) {
        nodes.add(at.get().node);
      }
    }
    Collections.reverse(nodes);
    return Collections.unmodifiableList(nodes);
  }

  // A record would compare and print recursively and overflow the stack on long runs.

  @Override
  public boolean equals(Object o) {
    return o instanceof Trail other && size == other.size && toList().equals(other.toList());
  }

  @Override
  public int hashCode() {
    return 31 * size + node.hashCode();
  }

  @Override
  public String toString() {
    return toList().toString();
  }
}
