package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.graphper.api.Cluster;
import org.graphper.api.Graphviz;
import org.graphper.api.Node;
import org.graphper.api.attributes.NodeShape;
import org.graphper.api.attributes.Rankdir;
import org.graphper.def.FlatPoint;
import org.graphper.draw.ClusterDrawProp;
import org.graphper.draw.DrawGraph;
import org.graphper.draw.LineDrawProp;
import org.graphper.draw.NodeDrawProp;
import org.graphper.layout.dot.DotLayoutEngine;

/**
 * Lays graphs out in ranks, as Graphviz's dot does, by a library that does so in Java. The library
 * orders what it is given by the names here, never by where objects lie in memory, so that a graph
 * is always laid out in the same way.
 */
final class DotLayout {
  private static final double FRAME_GAP = 12;
  private static final double NODE_GAP = 30;
  private static final double RANK_GAP = 34;

  /** How often the places within ranks are improved: seconds less for 200 nodes than to the end. */
  private static final int IMPROVEMENTS = 1000;

  /** Bytes; the system gives them as they are needed. */
  private static final long STACK = 1L << 29;

  private DotLayout() {}

  /**
   * Lays a graph out.
   *
   * @param nodes at least one
   * @param edges between them
   * @param frames around some of them
   */
  static Layout of(
      List<Layout.Sized> nodes,
      List<Layout.Joined> edges,
      List<Frame> frames,
      Layout.Direction towards) {
    Graphviz.GraphvizBuilder graph =
        Graphviz.digraph()
            .rankdir(rankdir(towards))
            .nslimit(IMPROVEMENTS)
            .nodeSep(inches(NODE_GAP))
            .rankSep(inches(RANK_GAP));
    Map<NodeId, Node> byId = new LinkedHashMap<>();
    for (Layout.Sized node : nodes) {
      Node placed =
          Node.builder()
              .id(ordinal(byId.size()))
              .shape(new Clipping(node.figure()))
              .fixedSize(true)
              .width(inches(node.size().width()))
              .height(inches(node.size().height()))
              .build();
      byId.put(node.id(), placed);
    }
    Map<NodeId, Node> outside = new LinkedHashMap<>(byId);
    Map<Frame, Cluster> clusters = new LinkedHashMap<>();
    frames.forEach(frame -> graph.cluster(cluster(frame, byId, outside, clusters)));
    outside.values().forEach(graph::addNode);
    List<org.graphper.api.Line> lines = new ArrayList<>();
    for (Layout.Joined edge : edges) {
      org.graphper.api.Line.LineBuilder line =
          org.graphper.api.Line.builder(node(byId, edge.from()), node(byId, edge.to()))
              .id(ordinal(lines.size()));
      edge.label().ifPresent(label -> line.label(LabelSizes.label(label)));
      lines.add(line.build());
      graph.addLine(lines.getLast());
    }
    return read(place(graph.build()), byId, lines, clusters);
  }

  /** Makes a frame and those inside it, and takes the nodes in them from those outside of all. */
  private static Cluster cluster(
      Frame frame,
      Map<NodeId, Node> byId,
      Map<NodeId, Node> outside,
      Map<Frame, Cluster> clusters) {
    Cluster.ClusterBuilder cluster =
        Cluster.builder().id(ordinal(clusters.size())).margin(inches(FRAME_GAP));
    if (!frame.lines().isEmpty()) {
      cluster.label(
          LabelSizes.label(new Box(0, 0, Line.width(frame.lines()), Line.height(frame.lines()))));
    }
    for (NodeId id : frame.nodes()) {
      cluster.addNode(node(byId, id));
      outside.remove(id);
    }
    frame.inner().forEach(inner -> cluster.cluster(cluster(inner, byId, outside, clusters)));
    Cluster built = cluster.build();
    clusters.put(frame, built);
    return built;
  }

  /** Names that sort as what they stand for was given. */
  private static String ordinal(int number) {
    return "%09d".formatted(number);
  }

  private static double inches(double points) {
    return points / Graphviz.PIXEL;
  }

  private static Rankdir rankdir(Layout.Direction towards) {
    return switch (towards) {
      case DOWN -> Rankdir.TB;
      case UP -> Rankdir.BT;
      case RIGHT -> Rankdir.LR;
      case LEFT -> Rankdir.RL;
    };
  }

  private static Node node(Map<NodeId, Node> byId, NodeId id) {
    Node node = byId.get(id);
    if (node == null) {
      throw new IllegalArgumentException("no node " + id);
    }
    return node;
  }

  /** The library goes from node to node by calls, as deep as the graph is long. */
  private static DrawGraph place(Graphviz graph) {
    FutureTask<DrawGraph> layout = new FutureTask<>(() -> new DotLayoutEngine().layout(graph));
    new Thread(null, layout, "layout", STACK).start();
    try {
      return layout.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the graph cannot be laid out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the graph was laid out", e);
    }
  }

  private static Layout read(
      DrawGraph placed,
      Map<NodeId, Node> byId,
      List<org.graphper.api.Line> lines,
      Map<Frame, Cluster> clusters) {
    Map<NodeId, Box> boxes = new LinkedHashMap<>();
    byId.forEach((id, node) -> {
      NodeDrawProp box = placed.getNodeDrawProp(node);
      boxes.put(
          id, new Box(box.getLeftBorder(), box.getUpBorder(), box.getWidth(), box.getHeight()));
    });
    return new Layout(
        boxes,
        lines.stream().map(line -> route(placed.getLineDrawProp(line))).toList(),
        clusters.entrySet().stream()
            .map(entry -> framed(entry.getKey(), placed.getClusterDrawProp(entry.getValue())))
            .toList()
            .reversed());
  }

  private static Layout.Framed framed(Frame frame, ClusterDrawProp placed) {
    Box box =
        new Box(
            placed.getLeftBorder(), placed.getUpBorder(), placed.getWidth(), placed.getHeight());
    return new Layout.Framed(
        frame,
        box,
        placed.getLabelCenter() == null ? box.center() : point(placed.getLabelCenter()));
  }

  private static Layout.Route route(LineDrawProp line) {
    List<Point> points = new ArrayList<>(line.stream().map(DotLayout::point).toList());
    if (!line.isBesselCurve()) {
      points = curved(points);
    }
    Point tip =
        line.getArrowHead() == null ? points.getLast() : point(line.getArrowHead().getAxisEnd());
    if (points.getFirst().distanceTo(tip) < points.getLast().distanceTo(tip)) {
      points = points.reversed();
    }
    return new Layout.Route(
        points, tip, Optional.ofNullable(line.getLabelCenter()).map(DotLayout::point));
  }

  /** Straight lines as curves. */
  private static List<Point> curved(List<Point> corners) {
    List<Point> points = new ArrayList<>(List.of(corners.getFirst()));
    for (int i = 1; i < corners.size(); i++) {
      Point from = corners.get(i - 1);
      Point to = corners.get(i);
      points.addAll(List.of(from.towards(to, 1.0 / 3), from.towards(to, 2.0 / 3), to));
    }
    return points;
  }

  private static Point point(FlatPoint point) {
    return new Point(point.getX(), point.getY());
  }

  /** Has edges end where a figure begins. */
  private static final class Clipping implements NodeShape {
    private static final long serialVersionUID = 1L;

    private final Figure figure;

    Clipping(Figure figure) {
      this.figure = figure;
    }

    @Override
    public String getName() {
      return figure.name();
    }

    @Override
    public double getDefaultHeight() {
      return 1;
    }

    @Override
    public double getDefaultWidth() {
      return 1;
    }

    @Override
    public FlatPoint minContainerSize(double innerHeight, double innerWidth) {
      return new FlatPoint(innerHeight, innerWidth);
    }

    @Override
    public boolean in(org.graphper.api.ext.Box box, FlatPoint point) {
      return figure.contains(
          new Box(box.getLeftBorder(), box.getUpBorder(), box.getWidth(), box.getHeight()),
          point(point));
    }

    @Override
    public double leftWidth(Double width) {
      return width / 2;
    }

    @Override
    public double rightWidth(Double width) {
      return width / 2;
    }

    @Override
    public double topHeight(Double height) {
      return height / 2;
    }

    @Override
    public double bottomHeight(Double height) {
      return height / 2;
    }
  }
}
