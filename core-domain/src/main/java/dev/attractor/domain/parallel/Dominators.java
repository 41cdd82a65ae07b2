package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which nodes lie on every way between a node and the roots of a graph, by the algorithm of Cooper,
 * Harvey and Kennedy, without recursion. Of a node that no way joins with a root nothing is known.
 */
final class Dominators {
  private static final int ROOT = 0;
  private static final int UNKNOWN = -1;

  /** Nodes in reverse postorder; before them is the root of all roots. */
  private final List<NodeId> order = new ArrayList<>();

  private final Map<NodeId, Integer> places = new HashMap<>();

  /** The place of the nearest node on every way; that of the root is its own. */
  private final int[] nearest;

  /** The number of each place in a walk over the tree of nearest nodes, and of those below it. */
  private final int[] numbers;

  private final int[] sizes;

  private Dominators(Collection<NodeId> roots, Hops away, Hops towards) {
    arrange(roots, away);
    nearest = new int[order.size() + 1];
    numbers = new int[nearest.length];
    sizes = new int[nearest.length];
    Set<NodeId> beginnings = Set.copyOf(roots);
    Arrays.fill(nearest, UNKNOWN);
    nearest[ROOT] = ROOT;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int place = ROOT + 1; place < nearest.length; place++) {
        NodeId id = order.get(place - 1);
        int found = beginnings.contains(id) ? ROOT : common(towards.of(id));
        if (nearest[place] != found) {
          nearest[place] = found;
          changed = true;
        }
      }
    }
    number();
  }

  /** Hops within an iteration, by the node at one of their ends. */
  private record Hops(Map<NodeId, List<NodeId>> byNode) {
    Hops() {
      this(new HashMap<>());
    }

    void add(NodeId from, NodeId to) {
      byNode.computeIfAbsent(from, _ -> new ArrayList<>()).add(to);
    }

    List<NodeId> of(NodeId id) {
      return byNode.getOrDefault(id, List.of());
    }
  }

  /**
   * Returns what lies on every way from a node to an end of the pipeline: an exit, or a node that
   * no edge leaves within the iteration.
   */
  static Dominators towardsEnds(Pipeline pipeline) {
    Hops onward = new Hops();
    Hops back = new Hops();
    List<NodeId> ends = new ArrayList<>();
    for (Node node : pipeline.nodes()) {
      List<NodeId> next =
          node.kind() == NodeKind.EXIT
              ? List.of()
              : FanOut.onward(pipeline, node.id()).distinct().toList();
      next.forEach(to -> {
        onward.add(node.id(), to);
        back.add(to, node.id());
      });
      if (next.isEmpty()) {
        ends.add(node.id());
      }
    }
    return new Dominators(ends, back, onward);
  }

  /**
   * Returns what lies on every way from the start to a node. Where only a retry target leads, ways
   * begin there; they say nothing about nodes that edges lead to.
   */
  static Dominators fromStart(Pipeline pipeline) {
    Set<NodeId> roots = new LinkedHashSet<>();
    pipeline.nodesOf(NodeKind.START).forEach(node -> roots.add(node.id()));
    Set<NodeId> reached = reached(pipeline, roots);
    Stream.concat(Stream.of(pipeline.attributes()), pipeline.nodes().stream().map(Node::attributes))
        .flatMap(of -> Stream.of(of.text("retry_target"), of.text("fallback_retry_target")))
        .flatMap(text -> pipeline.named(text).stream())
        .map(Node::id)
        .filter(id -> !reached.contains(id))
        .forEach(roots::add);
    Hops onward = new Hops();
    Hops back = new Hops();
    for (Node node : pipeline.nodes()) {
      FanOut.onward(pipeline, node.id())
          .distinct()
          .filter(to -> reached.contains(node.id()) || !reached.contains(to))
          .forEach(to -> {
            onward.add(node.id(), to);
            back.add(to, node.id());
          });
    }
    return new Dominators(roots, onward, back);
  }

  private static Set<NodeId> reached(Pipeline pipeline, Set<NodeId> from) {
    Set<NodeId> seen = new HashSet<>(from);
    Deque<NodeId> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      FanOut.onward(pipeline, open.remove()).filter(seen::add).forEach(open::add);
    }
    return seen;
  }

  private void arrange(Collection<NodeId> roots, Hops away) {
    record Visit(Optional<NodeId> id, Deque<NodeId> open) {}
    Set<NodeId> seen = new HashSet<>();
    Deque<Visit> path = new ArrayDeque<>();
    List<NodeId> finished = new ArrayList<>();
    path.push(new Visit(Optional.empty(), new ArrayDeque<>(roots)));
    while (!path.isEmpty()) {
      Visit visit = path.element();
      if (visit.open().isEmpty()) {
        path.pop().id().ifPresent(finished::add);
      } else {
        NodeId id = visit.open().remove();
        if (seen.add(id)) {
          path.push(new Visit(Optional.of(id), new ArrayDeque<>(away.of(id))));
        }
      }
    }
    order.addAll(finished.reversed());
    for (NodeId id : order) {
      places.put(id, places.size() + 1);
    }
  }

  /** The nearest place on every way through these; the root when there is no other. */
  private int common(List<NodeId> towards) {
    int found = UNKNOWN;
    for (NodeId id : towards) {
      int place = places.getOrDefault(id, UNKNOWN);
      if (place != UNKNOWN && nearest[place] != UNKNOWN) {
        found = found == UNKNOWN ? place : meet(found, place);
      }
    }
    return found == UNKNOWN ? ROOT : found;
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

  /** Numbers the tree, so that what lies below a place has the numbers that follow its own. */
  private void number() {
    Arrays.fill(sizes, 1);
    for (int place = sizes.length - 1; place > ROOT; place--) {
      sizes[nearest[place]] += sizes[place];
    }
    int[] free = new int[numbers.length];
    free[ROOT] = 1;
    for (int place = ROOT + 1; place < numbers.length; place++) {
      numbers[place] = free[nearest[place]];
      free[nearest[place]] += sizes[place];
      free[place] = numbers[place] + 1;
    }
  }

  /** Returns the first node that every way of each of these comes through, or one of themselves. */
  Optional<NodeId> firstCommon(List<NodeId> ids) {
    if (ids.stream().anyMatch(id -> !places.containsKey(id))) {
      return Optional.empty();
    }
    return ids.stream()
        .map(id -> places.getOrDefault(id, ROOT))
        .reduce(this::meet)
        .flatMap(this::node);
  }

  /** Returns the nearest other node that every way of this one comes through. */
  Optional<NodeId> nearestTo(NodeId id) {
    return Optional.ofNullable(places.get(id)).flatMap(place -> node(nearest[place]));
  }

  private Optional<NodeId> node(int place) {
    return place == ROOT ? Optional.empty() : Optional.of(order.get(place - 1));
  }

  /** Returns whether every way of a node comes through another one; each lies on its own ways. */
  boolean isOnEveryWay(NodeId other, NodeId id) {
    Optional<Integer> number = number(id);
    return number.isPresent()
        && number(other)
            .filter(first -> first <= number.get())
            .filter(first -> number.get() < first + sizes[places.getOrDefault(other, ROOT)])
            .isPresent();
  }

  /**
   * Returns the number of a node in a walk that comes to each node before those on whose ways it
   * lies; empty when nothing is known of the node.
   */
  Optional<Integer> number(NodeId id) {
    return Optional.ofNullable(places.get(id)).map(place -> numbers[place]);
  }
}
