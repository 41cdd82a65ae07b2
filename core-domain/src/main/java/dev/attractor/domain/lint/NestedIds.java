package dev.attractor.domain.lint;

import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.Diagnostic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long the ids of runs inside a run become (SEMANTICS §7): that of a branch is the one around
 * it, its fan-out, the visit and its first node, that of a pipeline that a stage runs is the one
 * around it, the stage, the visit and the attempt; and it is the name of one file of a git ref.
 */
public final class NestedIds {
  /** File systems end at 255 bytes, and a lock is called {@code <ref>.lock}. */
  private static final int LONGEST = 255 - ".lock".length() - RunId.LONGEST;

  /** Of {@code .<fan-out>-p<visit>-<branch>}, and room for visits of four digits. */
  private static final int AROUND_BRANCH = ".-p-".length() + 4;

  /** Of {@code .<node>-v<visit>-a<attempt>}, and room for four digits each. */
  private static final int AROUND_PART = ".-v-a".length() + 8;

  private static final int SHOWN = 30;

  private final Pipeline pipeline;
  private final Map<NodeId, Integer> inParts;
  private final Map<NodeId, FanOut> fanOuts;
  private final Map<NodeId, Integer> lengths = new HashMap<>();
  private final Set<NodeId> open = new HashSet<>();

  private NestedIds(Pipeline pipeline, Map<NodeId, Integer> inParts) {
    this.pipeline = pipeline;
    this.inParts = inParts;
    this.fanOuts = FanOut.allOf(pipeline);
  }

  /**
   * Returns how many characters the longest id of a run inside a pipeline has behind that of its
   * own run.
   *
   * @param inParts the same of the pipelines that its stages run, by stage
   */
  public static int longest(Pipeline pipeline, Map<NodeId, Integer> inParts) {
    NestedIds ids = new NestedIds(pipeline, inParts);
    return pipeline.nodes().stream().mapToInt(ids::length).max().orElse(0);
  }

  static List<Diagnostic> tooLong(Pipeline pipeline, KnownNames known) {
    NestedIds ids = new NestedIds(pipeline, known.idsInParts());
    List<Diagnostic> findings = new ArrayList<>();
    for (Node node : pipeline.nodes()) {
      int length = ids.length(node);
      if (length > LONGEST) {
        findings.add(
            Diagnostic.error(
                "nested_id_length",
                node.position(),
                "the runs inside %s get ids with %d characters behind that of the run, made of the ids of nodes"
                    .formatted(shown(node.id()), length),
                "use shorter ids for fan-outs, the first nodes of their branches, and stages that are"
                    + " pipelines: together at most %d characters; long texts fit into label"
                        .formatted(LONGEST)));
      }
    }
    return findings;
  }

  private static String shown(NodeId id) {
    String text = id.value();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }

  /** Returns how much the longest id inside a node adds to that of the run around it. */
  private int length(Node node) {
    if (node.kind() == NodeKind.PARALLEL) {
      return ofFanOut(node.id());
    }
    return node.kind().runsPipeline()
        ? node.id().value().length() + AROUND_PART + inParts.getOrDefault(node.id(), 0)
        : 0;
  }

  private int ofFanOut(NodeId id) {
    Integer known = lengths.get(id);
    if (known != null || !open.add(id)) {
      return known == null ? 0 : known; // 0: a way back into what is being looked at
    }
    if (open.size() > LONGEST / AROUND_BRANCH) {
      open.remove(id);
      return LONGEST; // with those around it, too long whatever it is called
    }
    FanOut fanOut = fanOuts.get(id);
    int first = fanOut == null ? 0 : longestFirst(fanOut);
    int inside = fanOut == null ? 0 : inside(fanOut);
    open.remove(id);
    int length = id.value().length() + AROUND_BRANCH + first + inside;
    lengths.put(id, length);
    return length;
  }

  private static int longestFirst(FanOut fanOut) {
    int number = fanOut.forEach().map(list -> "_".length() + 4).orElse(0);
    return fanOut.branches().stream()
            .map(Branch::first)
            .mapToInt(first -> first.value().length())
            .max()
            .orElse(0)
        + number;
  }

  /**
   * Goes from the first nodes to the join; what lies in a fan-out on the way, that tells itself.
   */
  private int inside(FanOut fanOut) {
    Optional<NodeId> join = fanOut.join();
    Set<NodeId> seen = new HashSet<>();
    Deque<NodeId> ahead = new ArrayDeque<>();
    fanOut.branches().forEach(branch -> ahead.add(branch.first()));
    int longest = 0;
    while (!ahead.isEmpty()) {
      NodeId id = ahead.remove();
      if (join.equals(Optional.of(id)) || !seen.add(id)) {
        continue;
      }
      longest = Math.max(longest, length(pipeline.node(id)));
      FanOut inner = fanOuts.get(id);
      if (inner != null) {
        inner.join().ifPresent(ahead::add);
      } else {
        pipeline.outgoing(id).stream().map(Edge::to).forEach(ahead::add);
      }
    }
    return longest;
  }
}
