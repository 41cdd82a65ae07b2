package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fan-ins that authors drew for their fan-outs: of those that all branches can reach, the one
 * nearest to the branch that is farthest from it. A fan-out inside a branch is one step, to what
 * follows its own join. No search goes farther than twice as far as it has to.
 */
final class DrawnJoins {
  private final Pipeline pipeline;
  private final Map<NodeId, Optional<NodeId>> known = new HashMap<>();
  private final Map<NodeId, Long> uses;

  DrawnJoins(Pipeline pipeline) {
    this.pipeline = pipeline;
    pipeline.nodesOf(NodeKind.PARALLEL).stream().map(Node::id).forEach(this::find);
    this.uses =
        known.values().stream()
            .flatMap(Optional::stream)
            .collect(Collectors.groupingBy(join -> join, Collectors.counting()));
  }

  Optional<NodeId> of(NodeId fanOut) {
    return known.getOrDefault(fanOut, Optional.empty());
  }

  /** Returns whether more than one fan-out has this join. */
  boolean isShared(NodeId join) {
    return uses.getOrDefault(join, 0L) > 1;
  }

  private void find(NodeId fanOut) {
    if (known.containsKey(fanOut)) {
      return;
    }
    Deque<Search> open = new ArrayDeque<>(List.of(begin(fanOut)));
    while (!open.isEmpty()) {
      Search search = open.element();
      search
          .goOn()
          .ifPresentOrElse(
              inside -> open.push(begin(inside)),
              () -> known.put(search.fanOut, open.remove().found));
    }
  }

  private Search begin(NodeId fanOut) {
    known.put(fanOut, Optional.empty()); // whoever comes back to it is not inside it
    return new Search(fanOut);
  }

  /** How far a fan-in is from the branches that reach it. */
  private record Meeting(NodeId join, int branches, int farthest, long together) {
    static Meeting of(NodeId join, int distance) {
      return new Meeting(join, 1, distance, distance);
    }

    Meeting and(Meeting other) {
      return new Meeting(
          join,
          branches + other.branches,
          Math.max(farthest, other.farthest),
          together + other.together);
    }
  }

  /** Walks along each branch in turn, first one step far, then twice as far each time. */
  private final class Search {
    private final NodeId fanOut;
    private final List<NodeId> firsts;
    private Optional<NodeId> found = Optional.empty();
    private int limit = 1;
    private boolean wentAllTheWay = true;
    private int branch;
    private final Map<NodeId, Meeting> meetings = new HashMap<>();
    private Map<NodeId, Integer> distances = Map.of();
    private final Deque<NodeId> open = new ArrayDeque<>();
    private boolean reachedAny;

    Search(NodeId fanOut) {
      this.fanOut = fanOut;
      this.firsts = FanOut.firsts(pipeline, fanOut);
      if (!firsts.isEmpty()) {
        enter();
      }
    }

    /** Goes on; returns a fan-out whose join has to be known first, or empty at the end. */
    Optional<NodeId> goOn() {
      while (branch < firsts.size()) {
        Optional<NodeId> unknown = walk();
        if (unknown.isPresent()) {
          return unknown;
        }
        if (wentAllTheWay && !reachedAny) {
          return Optional.empty(); // what one branch does not reach is no join
        }
        branch++;
        if (branch == firsts.size()) {
          found = nearest();
          if (found.isEmpty() && !wentAllTheWay) {
            goFarther();
          }
        }
        if (branch < firsts.size()) {
          enter();
        }
      }
      return Optional.empty();
    }

    private void goFarther() {
      limit *= 2;
      branch = 0;
      wentAllTheWay = true;
      meetings.clear();
    }

    private void enter() {
      distances = new HashMap<>();
      reachedAny = false;
      reach(firsts.get(branch), 0);
    }

    private void reach(NodeId id, int distance) {
      if (distances.putIfAbsent(id, distance) == null) {
        open.add(id);
        if (pipeline.node(id).kind() == NodeKind.FAN_IN) {
          meetings.merge(id, Meeting.of(id, distance), Meeting::and);
          reachedAny = true;
        }
      }
    }

    private Optional<NodeId> walk() {
      while (!open.isEmpty()) {
        NodeId id = open.element();
        int distance = distances.getOrDefault(id, 0);
        if (distance == limit) {
          wentAllTheWay &= pipeline.outgoing(id).isEmpty();
        } else if (pipeline.node(id).kind() == NodeKind.PARALLEL && !known.containsKey(id)) {
          return Optional.of(id);
        } else {
          steps(id).forEach(next -> reach(next, distance + 1));
        }
        open.remove();
      }
      return Optional.empty();
    }

    private Optional<NodeId> nearest() {
      return meetings.values().stream()
          .filter(meeting -> meeting.branches == firsts.size())
          .min(
              Comparator.comparingInt(Meeting::farthest)
                  .thenComparingLong(Meeting::together)
                  .thenComparing(Meeting::join))
          .map(Meeting::join);
    }
  }

  private Stream<NodeId> steps(NodeId id) {
    return pipeline.node(id).kind() == NodeKind.PARALLEL
        ? of(id).stream().flatMap(join -> FanOut.onward(pipeline, join))
        : FanOut.onward(pipeline, id);
  }
}
