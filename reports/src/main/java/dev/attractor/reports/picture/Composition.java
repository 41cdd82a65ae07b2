package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.reports.picture.Drawing.Part;
import dev.attractor.reports.picture.Mark.Align;
import dev.attractor.reports.picture.Mark.Font;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Puts a picture together: heading, edges, nodes, legend. */
final class Composition {
  private static final double MARGIN = 24;
  private static final double NARROWEST = 420;
  private static final double WIDEST_RIBBON = 2400;
  private static final double RIBBON = 3;
  private static final double LEGEND_ROW = 24;
  private static final double LEGEND_ICON = 34;

  private final Pipeline pipeline;
  private final Optional<RunTrace> trace;
  private final List<NodeFace> nodes;
  private final List<EdgeFace> edges;

  private Composition(Pipeline pipeline, Optional<RunTrace> trace) {
    this.pipeline = pipeline;
    this.trace = trace;
    this.nodes = pipeline.nodes().stream().map(node -> NodeFace.of(node, trace)).toList();
    this.edges =
        Stream.concat(
                pipeline.edges().stream().map(edge -> EdgeFace.of(edge, trace)),
                trace.stream().flatMap(run -> run.jumps().entrySet().stream()).map(EdgeFace::of))
            .toList();
  }

  /**
   * Returns the picture of a pipeline.
   *
   * @param trace what a run of it has left
   */
  static Drawing of(Pipeline pipeline, Optional<RunTrace> trace) {
    return new Composition(pipeline, trace).compose();
  }

  private Drawing compose() {
    Layout layout = layout();
    List<Line> heading = heading();
    Box graph = bounds(layout);
    double width =
        DoubleStream.of(NARROWEST, graph.width(), Line.width(heading)).max().orElseThrow();
    double top = MARGIN + Line.height(heading) + 14;
    List<Part> parts = new ArrayList<>();
    parts.add(Part.plain(Line.block(heading, new Point(MARGIN, MARGIN), Align.START)));
    double right = MARGIN + (width - graph.width()) / 2 - graph.x();
    double down = top - graph.y();
    for (Layout.Framed framed : layout.frames()) {
      parts.add(
          framed.frame().part(framed.box().shifted(right, down), framed.label().plus(right, down)));
    }
    for (int i = 0; i < edges.size(); i++) {
      parts.add(edges.get(i).part(shifted(layout.routes().get(i), right, down)));
    }
    for (NodeFace node : nodes) {
      parts.add(node.part(box(layout, node).shifted(right, down)));
    }
    double bottom = legend(parts, top + graph.height() + 18, width);
    return new Drawing(width + 2 * MARGIN, bottom + MARGIN - 8, title(), description(), parts);
  }

  /** What would be a long ribbon from side to side is drawn downwards, as pages are read. */
  private Layout layout() {
    Layout.Direction wanted = Layout.Direction.of(pipeline.attributes().text("rankdir").strip());
    Layout layout = layout(wanted);
    Box graph = bounds(layout);
    return wanted.isSideways()
            && graph.width() > WIDEST_RIBBON
            && graph.width() > RIBBON * graph.height()
        ? layout(Layout.Direction.DOWN)
        : layout;
  }

  private Layout layout(Layout.Direction towards) {
    return DotLayout.of(
        nodes.stream().map(NodeFace::sized).toList(),
        edges.stream().map(EdgeFace::joined).toList(),
        Frame.of(pipeline),
        towards);
  }

  private static Box box(Layout layout, NodeFace node) {
    Box box = layout.nodes().get(node.node().id());
    if (box == null) {
      throw new IllegalStateException("not laid out: " + node.node().id());
    }
    return box;
  }

  private static Layout.Route shifted(Layout.Route route, double right, double down) {
    return new Layout.Route(
        route.points().stream().map(point -> point.plus(right, down)).toList(),
        route.tip().plus(right, down),
        route.label().map(label -> label.plus(right, down)));
  }

  /** The box around all nodes, edges and labels, with room for signs. */
  private Box bounds(Layout layout) {
    List<Box> boxes = new ArrayList<>();
    nodes.forEach(node -> boxes.add(box(layout, node).inset(-9)));
    layout.frames().forEach(framed -> boxes.add(framed.box().inset(-2)));
    for (int i = 0; i < edges.size(); i++) {
      Layout.Route route = layout.routes().get(i);
      route.points().forEach(point -> boxes.add(Box.around(point, 8, 8)));
      boxes.add(edges.get(i).room(route));
    }
    double left = boxes.stream().mapToDouble(Box::x).min().orElse(0);
    double top = boxes.stream().mapToDouble(Box::y).min().orElse(0);
    double right = boxes.stream().mapToDouble(Box::right).max().orElse(0);
    double bottom = boxes.stream().mapToDouble(Box::bottom).max().orElse(0);
    return new Box(left, top, right - left, bottom - top);
  }

  // --- heading ---

  private List<Line> heading() {
    List<Line> lines = new ArrayList<>();
    wrapped(lines, title(), 60, Font.TITLE, Ink.HEADING);
    if (trace.isPresent()) {
      wrapped(lines, trace.get().headline(), 90, Font.SUBTITLE, Ink.EDGE_TEXT);
      wrapped(lines, trace.get().trouble(), 90, Font.SUBTITLE, Ink.FAILED_TEXT);
    } else {
      wrapped(lines, pipeline.goal(), 90, Font.SUBTITLE, Ink.FAINT_TEXT);
    }
    return lines;
  }

  private static void wrapped(List<Line> lines, String text, int columns, Font font, Ink ink) {
    Lettering.wrap(text, columns, 2).forEach(line -> lines.add(new Line(line, font, ink)));
  }

  private String title() {
    String label = pipeline.attributes().text("label").strip();
    return label.isEmpty() ? pipeline.name() : label;
  }

  private String description() {
    return "%s: %d nodes, %d edges%s"
        .formatted(
            title(),
            pipeline.nodes().size(),
            pipeline.edges().size(),
            trace.map(run -> "; " + run.headline()).orElse(""));
  }

  // --- legend ---

  /** Adds the legend in rows; returns where it ends. */
  private double legend(List<Part> parts, double top, double width) {
    List<Mark> marks = new ArrayList<>();
    double x = MARGIN;
    double y = top;
    for (LegendEntry entry : legend()) {
      double wide = LEGEND_ICON + Lettering.width(entry.text(), Font.EDGE_LABEL) + 18;
      if (x > MARGIN && x + wide > MARGIN + width) {
        x = MARGIN;
        y += LEGEND_ROW;
      }
      marks.addAll(entry.icon().apply(new Point(x + LEGEND_ICON / 2 - 3, y + LEGEND_ROW / 2)));
      marks.add(
          new Mark.Words(
              new Point(x + LEGEND_ICON, y + LEGEND_ROW / 2 + 4),
              Align.START,
              Font.EDGE_LABEL,
              wide,
              Ink.FAINT_TEXT,
              entry.text()));
      x += wide;
    }
    parts.add(Part.plain(marks));
    return y + LEGEND_ROW;
  }

  /**
   * What something in the picture means.
   *
   * @param icon the same in small, around a point
   */
  private record LegendEntry(String text, Function<Point, List<Mark>> icon) {}

  private List<LegendEntry> legend() {
    List<LegendEntry> entries = new ArrayList<>();
    trace.ifPresent(run -> {
      nodes.stream()
          .map(NodeFace::state)
          .flatMap(Optional::stream)
          .distinct()
          .sorted()
          .forEach(state -> entries.add(new LegendEntry(state.label(), icon(state))));
      if (!run.passages().isEmpty()) {
        entries.add(new LegendEntry("taken", sample(Ink.TAKEN)));
      }
      if (edges.stream().anyMatch(EdgeFace::carriedFailure)) {
        entries.add(new LegendEntry("a failure went here", sample(Ink.FAILURE)));
      }
    });
    Map<NodeKind, Figure> kinds = new LinkedHashMap<>();
    nodes.forEach(node -> kinds.putIfAbsent(node.node().kind(), node.figure()));
    kinds.forEach((kind, figure) -> entries.add(new LegendEntry(meaning(kind), icon(figure))));
    return entries;
  }

  private static Function<Point, List<Mark>> icon(NodeState state) {
    return center -> {
      List<Mark> marks = new ArrayList<>();
      marks.add(new Mark.Stroke(Outline.rounded(Box.around(center, 24, 15), 3), state.ink()));
      marks.addAll(state.sign(center));
      return marks;
    };
  }

  private static Function<Point, List<Mark>> icon(Figure figure) {
    return center -> {
      Box box = figure.icon(center);
      return figure.outlines(box).stream()
          .<Mark>map(outline -> new Mark.Stroke(outline, Ink.ICON))
          .toList();
    };
  }

  private static Function<Point, List<Mark>> sample(Ink ink) {
    return center ->
        List.of(new Mark.Stroke(Outline.line(center.plus(-13, 0), center.plus(13, 0)), ink));
  }

  private static String meaning(NodeKind kind) {
    return switch (kind) {
      case START -> "start";
      case EXIT -> "exit";
      case AGENT -> "agent";
      case HUMAN -> "asks a person";
      case CONDITIONAL -> "routes";
      case PARALLEL -> "opens branches";
      case FAN_IN -> "joins branches";
      case TOOL -> "runs a command";
      case MANAGER_LOOP -> "supervises a pipeline";
      case PIPELINE -> "runs a pipeline";
      case CUSTOM -> "of a plugin";
    };
  }
}
