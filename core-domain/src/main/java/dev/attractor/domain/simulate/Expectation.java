package dev.attractor.domain.simulate;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What somebody expects of the way of a run. */
public sealed interface Expectation {
  /** Returns what happened instead; empty when it holds. */
  Optional<Miss> missed(Walk walk);

  /**
   * Something expected that did not happen.
   *
   * @param kind the word with which it was expected
   * @param expected in words, or a way as {@link Path} writes it
   * @param happened what happened instead, likewise
   * @param difference of a way, the index of the first node at which it differs from the expected
   *     one, which is its length when it ended too early
   */
  record Miss(String kind, String expected, String happened, OptionalInt difference) {
    private static Optional<Miss> unless(
        boolean holds, String kind, String expected, String happened) {
      return holds
          ? Optional.empty()
          : Optional.of(new Miss(kind, expected, happened, OptionalInt.empty()));
    }
  }

  /** It visits just these nodes, in this order; see {@link Walk#nodes}. */
  record Path(List<NodeId> nodes) implements Expectation {
    /** Between two nodes of a way that is written in one line. */
    public static final String ARROW = " -> ";

    public Path {
      nodes = List.copyOf(nodes);
    }

    private static String written(List<NodeId> way) {
      return way.stream().map(NodeId::value).collect(Collectors.joining(ARROW));
    }

    @Override
    public Optional<Miss> missed(Walk walk) {
      List<NodeId> way = walk.nodes();
      if (way.equals(nodes)) {
        return Optional.empty();
      }
      int same = 0;
      while (same < Math.min(way.size(), nodes.size()) && way.get(same).equals(nodes.get(same))) {
        same++;
      }
      return Optional.of(new Miss("path", written(nodes), written(way), OptionalInt.of(same)));
    }
  }

  /**
   * It ends so.
   *
   * @param status one of {@link #WORDS}
   */
  record End(String status) implements Expectation {
    /**
     * How a run ends that nobody cancels, see {@link RunEnd#status}: in a simulation nobody can.
     */
    public static final List<String> WORDS = List.of("success", "fail");

    @Override
    public Optional<Miss> missed(Walk walk) {
      return Miss.unless(
          walk.end().map(RunEnd::status).filter(status::equals).isPresent(),
          "end",
          status,
          walk.ended());
    }
  }

  /** It ends at this exit. */
  record Exit(NodeId node) implements Expectation {
    @Override
    public Optional<Miss> missed(Walk walk) {
      Optional<NodeId> exit = walk.end().flatMap(RunEnd::exitNode);
      return Miss.unless(
          exit.equals(Optional.of(node)),
          "exit",
          node.value(),
          exit.map(NodeId::value).orElseGet(() -> "none: " + walk.ended()));
    }
  }

  /** A node has so many attempts, in all its visits together. */
  record Attempts(NodeId node, int count) implements Expectation {
    @Override
    public Optional<Miss> missed(Walk walk) {
      int found = walk.attempts().getOrDefault(node, 0);
      return Miss.unless(
          found == count, "attempts", "%d of %s".formatted(count, node), Integer.toString(found));
    }
  }

  /** It does not come to this node. */
  record Never(NodeId node) implements Expectation {
    @Override
    public Optional<Miss> missed(Walk walk) {
      return Miss.unless(
          !walk.attempts().containsKey(node), "never", node.value(), "it came to " + node);
    }
  }

  /** It fails for a reason that contains this text. */
  record Reason(String text) implements Expectation {
    @Override
    public Optional<Miss> missed(Walk walk) {
      return Miss.unless(walk.reason().contains(text), "reason", text, walk.ended());
    }
  }
}
