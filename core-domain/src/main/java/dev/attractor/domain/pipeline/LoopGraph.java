package dev.attractor.domain.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hops between nodes, and the circles they make. Linear in nodes and hops. */
public final class LoopGraph {
  private final Map<NodeId, Set<NodeId>> hops = new LinkedHashMap<>();

  /** Adds a hop. */
  public void add(NodeId from, NodeId to) {
    hops.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(to);
  }

  private Set<NodeId> from(NodeId node) {
    return hops.getOrDefault(node, Set.of());
  }

  /**
   * A circle of hops.
   *
   * @param nodes those on the shortest circle of its first node
   * @param group all nodes that reach these and are reached from them
   */
  public record Circle(List<NodeId> nodes, Set<NodeId> group) {
    public Circle {
      nodes = List.copyOf(nodes);
      group = Set.copyOf(group);
    }

    /** Returns the nodes in one line, the first one again at the end. */
    public String shown() {
      return Stream.concat(nodes.stream(), Stream.of(nodes.getFirst()))
          .map(NodeId::value)
          .collect(Collectors.joining(" -> "));
    }
  }

  /** Returns a circle of each group of nodes that reach one another. */
  public List<Circle> circles() {
    List<Circle> circles = new ArrayList<>();
    for (Set<NodeId> group : groups()) {
      group.stream()
          .map(node -> shortestCycle(node, group))
          .flatMap(Optional::stream)
          .findFirst()
          .map(nodes -> new Circle(nodes, group))
          .ifPresent(circles::add);
    }
    return circles;
  }

  /** Returns whether a hop leads from one of these nodes to another. */
  public boolean leadsOutOf(Set<NodeId> group) {
    return group.stream().anyMatch(node -> !group.containsAll(from(node)));
  }

  private Optional<List<NodeId>> shortestCycle(NodeId start, Set<NodeId> group) {
    Map<NodeId, NodeId> before = new HashMap<>();
    Deque<NodeId> open = new ArrayDeque<>(List.of(start));
    Set<NodeId> seen = new HashSet<>(Set.of(start));
    while (!open.isEmpty()) {
      NodeId node = open.remove();
      for (NodeId next : from(node)) {
        if (next.equals(start)) {
          List<NodeId> cycle = new ArrayList<>();
          for (NodeId at = node; at != null; at = before.get(at)) {
            cycle.addFirst(at);
          }
          return Optional.of(cycle);
        }
        if (group.contains(next) && seen.add(next)) {
          before.put(next, node);
          open.add(next);
        }
      }
    }
    return Optional.empty();
  }

  /** The strongly connected components, by Tarjan's algorithm without recursion. */
  private List<Set<NodeId>> groups() {
    return new Tarjan().run();
  }

  private final class Tarjan {
    private final Map<NodeId, Integer> index = new HashMap<>();
    private final Map<NodeId, Integer> low = new HashMap<>();
    private final Deque<NodeId> stack = new ArrayDeque<>();
    private final Set<NodeId> onStack = new HashSet<>();
    private final List<Set<NodeId>> groups = new ArrayList<>();

    private record Frame(NodeId node, Iterator<NodeId> targets) {}

    List<Set<NodeId>> run() {
      for (NodeId root : List.copyOf(hops.keySet())) {
        if (!index.containsKey(root)) {
          visit(root);
        }
      }
      return groups;
    }

    private void visit(NodeId root) {
      Deque<Frame> frames = new ArrayDeque<>();
      frames.push(open(root));
      while (!frames.isEmpty()) {
        Frame frame = frames.getFirst();
        if (frame.targets.hasNext()) {
          NodeId target = frame.targets.next();
          if (!index.containsKey(target)) {
            frames.push(open(target));
          } else if (onStack.contains(target)) {
            lower(frame.node, index.getOrDefault(target, 0));
          }
        } else {
          frames.pop();
          close(frame.node);
          if (!frames.isEmpty()) {
            lower(frames.getFirst().node, low.getOrDefault(frame.node, 0));
          }
        }
      }
    }

    private Frame open(NodeId node) {
      index.put(node, index.size());
      low.put(node, index.size() - 1);
      stack.push(node);
      onStack.add(node);
      return new Frame(node, from(node).iterator());
    }

    private void lower(NodeId node, int value) {
      low.merge(node, value, Math::min);
    }

    private void close(NodeId node) {
      if (!low.getOrDefault(node, 0).equals(index.get(node))) {
        return;
      }
      Set<NodeId> group = new LinkedHashSet<>();
      NodeId member;
      do {
        member = stack.pop();
        onStack.remove(member);
        group.add(member);
      } while (!member.equals(node));
      groups.add(group);
    }
  }
}
