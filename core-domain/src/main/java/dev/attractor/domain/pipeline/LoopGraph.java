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

/** Hops between nodes, and the circles they make. Linear in nodes and hops. */
public final class LoopGraph {
  private final Map<String, Set<String>> hops = new LinkedHashMap<>();

  /** Adds a hop. */
  public void add(String from, String to) {
    hops.computeIfAbsent(from, _ -> new LinkedHashSet<>()).add(to);
  }

  private Set<String> from(String node) {
    return hops.getOrDefault(node, Set.of());
  }

  /**
   * A circle of hops.
   *
   * @param nodes those on the shortest circle of its first node
   * @param group all nodes that reach these and are reached from them
   */
  public record Circle(List<String> nodes, Set<String> group) {
    public Circle {
      nodes = List.copyOf(nodes);
      group = Set.copyOf(group);
    }
  }

  /** Returns a circle of each group of nodes that reach one another. */
  public List<Circle> circles() {
    List<Circle> circles = new ArrayList<>();
    for (Set<String> group : groups()) {
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
  public boolean leadsOutOf(Set<String> group) {
    return group.stream().anyMatch(node -> !group.containsAll(from(node)));
  }

  private Optional<List<String>> shortestCycle(String start, Set<String> group) {
    Map<String, String> before = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(start));
    Set<String> seen = new HashSet<>(Set.of(start));
    while (!open.isEmpty()) {
      String node = open.remove();
      for (String next : from(node)) {
        if (next.equals(start)) {
          List<String> cycle = new ArrayList<>();
          for (String at = node; at != null; at = before.get(at)) {
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
  private List<Set<String>> groups() {
    return new Tarjan().run();
  }

  private final class Tarjan {
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> stack = new ArrayDeque<>();
    private final Set<String> onStack = new HashSet<>();
    private final List<Set<String>> groups = new ArrayList<>();

    private record Frame(String node, Iterator<String> targets) {}

    List<Set<String>> run() {
      for (String root : List.copyOf(hops.keySet())) {
        if (!index.containsKey(root)) {
          visit(root);
        }
      }
      return groups;
    }

    private void visit(String root) {
      Deque<Frame> frames = new ArrayDeque<>();
      frames.push(open(root));
      while (!frames.isEmpty()) {
        Frame frame = frames.getFirst();
        if (frame.targets.hasNext()) {
          String target = frame.targets.next();
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

    private Frame open(String node) {
      index.put(node, index.size());
      low.put(node, index.size() - 1);
      stack.push(node);
      onStack.add(node);
      return new Frame(node, from(node).iterator());
    }

    private void lower(String node, int value) {
      low.merge(node, value, Math::min);
    }

    private void close(String node) {
      if (!low.getOrDefault(node, 0).equals(index.get(node))) {
        return;
      }
      Set<String> group = new LinkedHashSet<>();
      String member;
      do {
        member = stack.pop();
        onStack.remove(member);
        group.add(member);
      } while (!member.equals(node));
      groups.add(group);
    }
  }
}
