package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.Cluster;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A frame that an author has drawn around nodes. Each node stands in one frame, be it in others by
 * that: the first and innermost that holds it.
 *
 * @param nodes that stand in it, and in no frame inside it
 */
record Frame(String label, List<NodeId> nodes, List<Frame> inner) {
  private static final int COLUMNS = 40;

  Frame {
    nodes = List.copyOf(nodes);
    inner = List.copyOf(inner);
  }

  /** Returns the outermost frames of a pipeline. */
  static List<Frame> of(Pipeline pipeline) {
    return new Nesting(pipeline.clusters()).inside(-1);
  }

  /** Which cluster lies in which; inner ones come first. */
  private static final class Nesting {
    private final List<Cluster> clusters;
    private final List<Set<NodeId>> members;
    private final Map<NodeId, Integer> homes = new HashMap<>();

    Nesting(List<Cluster> clusters) {
      this.clusters = clusters;
      this.members =
          clusters.stream().<Set<NodeId>>map(cluster -> new HashSet<>(cluster.nodes())).toList();
      for (int i = 0; i < clusters.size(); i++) {
        for (NodeId node : clusters.get(i).nodes()) {
          homes.putIfAbsent(node, i);
        }
      }
    }

    /** Returns the frames right inside a cluster; those of none inside -1. */
    List<Frame> inside(int outer) {
      return IntStream.range(0, clusters.size())
          .filter(i -> around(i) == outer)
          .mapToObj(i -> new Frame(clusters.get(i).label(), nodesOf(i), inside(i)))
          .filter(frame -> !frame.nodes().isEmpty() || !frame.inner().isEmpty())
          .toList();
    }

    private int around(int inner) {
      return IntStream.range(inner + 1, clusters.size())
          .filter(outer -> members.get(outer).containsAll(members.get(inner)))
          .findFirst()
          .orElse(-1);
    }

    private List<NodeId> nodesOf(int cluster) {
      return clusters.get(cluster).nodes().stream()
          .filter(node -> homes.getOrDefault(node, -1) == cluster)
          .toList();
    }
  }

  List<Line> lines() {
    return Lettering.wrap(label, COLUMNS, 1).stream()
        .map(line -> new Line(line, Mark.Font.EDGE_LABEL, Ink.FAINT_TEXT))
        .toList();
  }

  /**
   * Returns it as it is drawn.
   *
   * @param middleOfLabel where its label is
   */
  Drawing.Part part(Box box, Point middleOfLabel) {
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Stroke(Outline.rounded(box, 6), Ink.FRAME));
    marks.addAll(Line.around(lines(), middleOfLabel));
    return new Drawing.Part(Map.of("class", "cluster"), label, marks);
  }
}
