package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes lie on every way from a node to an end of the pipeline: its post-dominators, by the
 * algorithm of Cooper, Harvey and Kennedy on the edges turned round. An exit is an end, and so is a
 * node that no edge leaves within the iteration. Of a node from which no end can be reached nothing
 * lies on every way.
 */
final class PostDominators {
  private static final int END = 0;
  private static final int UNKNOWN = -1;

  /** Nodes in the order in which ends are reached: the end of all ends first. */
  private final List<String> order = new ArrayList<>();

  private final Map<String, Integer> places = new HashMap<>();

  /** The place of the nearest node on every way; that of the end is its own. */
  private final int[] nearest;

  PostDominators(Pipeline pipeline) {
    Map<String, List<String>> next = new HashMap<>();
    Map<String, List<String>> before = new HashMap<>();
    List<String> ends = new ArrayList<>();
    for (Node node : pipeline.nodes()) {
      List<String> onward =
          node.kind() == NodeKind.EXIT
              ? List.of()
              : FanOut.onward(pipeline, node.id()).distinct().toList();
      next.put(node.id(), onward);
      onward.forEach(to -> before.computeIfAbsent(to, _ -> new ArrayList<>()).add(node.id()));
      if (onward.isEmpty()) {
        ends.add(node.id());
      }
    }
    arrange(ends, before);
    nearest = new int[order.size()];
    Arrays.fill(nearest, UNKNOWN);
    nearest[END] = END;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int place = END + 1; place < nearest.length; place++) {
        int found = common(next.getOrDefault(order.get(place), List.of()));
        if (nearest[place] != found) {
          nearest[place] = found;
          changed = true;
        }
      }
    }
  }

  /** Puts nodes in reverse postorder of a walk back from the ends, without recursion. */
  private void arrange(List<String> ends, Map<String, List<String>> before) {
    record Visit(String id, Deque<String> open) {}
    Map<String, Boolean> seen = new HashMap<>();
    Deque<Visit> path = new ArrayDeque<>();
    List<String> finished = new ArrayList<>();
    path.push(new Visit("", new ArrayDeque<>(ends)));
    while (!path.isEmpty()) {
      Visit visit = path.element();
      if (visit.open().isEmpty()) {
        finished.add(path.pop().id());
      } else {
        String id = visit.open().remove();
        if (seen.put(id, true) == null) {
          path.push(new Visit(id, new ArrayDeque<>(before.getOrDefault(id, List.of()))));
        }
      }
    }
    order.addAll(finished.reversed());
    for (int place = END; place < order.size(); place++) {
      places.put(order.get(place), place);
    }
  }

  /** The nearest place on every way from a node that goes on to these; the end when to none. */
  private int common(List<String> next) {
    int found = UNKNOWN;
    for (String id : next) {
      int place = places.getOrDefault(id, UNKNOWN);
      if (place != UNKNOWN && nearest[place] != UNKNOWN) {
        found = found == UNKNOWN ? place : meet(found, place);
      }
    }
    return found == UNKNOWN ? END : found;
  }

  private int meet(int one, int other) {
    int left = one;
    int right = other;
    while (left != right) {
      if (left > right) {
        left = nearest[left];
      } else {
        right = nearest[right];
      }
    }
    return left;
  }

  /**
   * Returns the first node that every way from each of these comes through, themselves included.
   */
  Optional<String> firstCommon(List<String> ids) {
    if (ids.stream().anyMatch(id -> !places.containsKey(id))) {
      return Optional.empty();
    }
    return ids.stream()
        .map(id -> places.getOrDefault(id, END))
        .reduce(this::meet)
        .flatMap(this::node);
  }

  /** Returns the first node after this one that every way from it comes through. */
  Optional<String> after(String id) {
    return Optional.ofNullable(places.get(id)).flatMap(place -> node(nearest[place]));
  }

  private Optional<String> node(int place) {
    return place == END ? Optional.empty() : Optional.of(order.get(place));
  }
}
