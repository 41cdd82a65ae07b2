package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a node looks.
 *
 * @param lines its label and, where that says something else, its id
 * @param state how it stands in the run, if there is one
 * @param visits how often the run has entered it
 */
record NodeFace(Node node, Figure figure, List<Line> lines, Optional<NodeState> state, int visits) {
  private static final Pattern OTHER_SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int MOST_LINES = 4;
  private static final double SIGN_ROOM = 6;

  static NodeFace of(Node node, Optional<RunTrace> trace) {
    Figure figure = Figure.of(node);
    Optional<NodeState> state = trace.map(run -> run.stateOf(node.id()));
    boolean faint = state.filter(NodeState.UNREACHED::equals).isPresent();
    return new NodeFace(
        node,
        figure,
        lines(node, figure.columns(), faint ? Ink.FAINT_TEXT : Ink.TEXT),
        state,
        trace.map(run -> run.visitsOf(node.id())).orElse(0));
  }

  private static List<Line> lines(Node node, int columns, Ink ink) {
    List<Line> lines = new ArrayList<>();
    Lettering.wrap(node.label(), columns, MOST_LINES)
        .forEach(line -> lines.add(new Line(line, Mark.Font.NODE_LABEL, ink)));
    if (lines.isEmpty()) {
      Lettering.wrap(node.id().value(), columns, MOST_LINES)
          .forEach(line -> lines.add(new Line(line, Mark.Font.NODE_LABEL, ink)));
    } else if (!plain(node.label()).equals(plain(node.id().value()))) {
      lines.add(
          new Line(
              Lettering.shorten(node.id().value(), columns + 6), Mark.Font.SMALL, Ink.FAINT_TEXT));
    }
    return lines;
  }

  /** The letters and digits alone: an id that only spells the label otherwise says nothing new. */
  private static String plain(String text) {
    return OTHER_SIGNS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
  }

  Layout.Sized sized() {
    double room = state.isPresent() ? SIGN_ROOM : 0;
    return new Layout.Sized(
        node.id(), figure, figure.around(Line.width(lines) + room, Line.height(lines)));
  }

  Drawing.Part part(Box box) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("class", "node");
    attributes.put("id", "node-" + node.id());
    attributes.put("data-node", node.id().value());
    attributes.put("data-kind", node.type());
    state.ifPresent(known -> {
      attributes.put("data-state", known.word());
      attributes.put("data-visits", Integer.toString(visits));
    });
    Ink ink = state.map(NodeState::ink).orElse(Ink.NODE);
    List<Mark> marks = new ArrayList<>();
    figure.outlines(box).forEach(outline -> marks.add(new Mark.Stroke(outline, ink)));
    marks.addAll(Line.around(lines, figure.textCenter(box)));
    Point shoulder = figure.shoulder(box);
    state.ifPresent(known -> marks.addAll(known.sign(shoulder)));
    if (visits > 1) {
      marks.addAll(count(new Point(box.x() + box.right() - shoulder.x(), shoulder.y())));
    }
    return new Drawing.Part(attributes, title(), marks);
  }

  private List<Mark> count(Point center) {
    Line line = new Line("×" + visits, Mark.Font.NUMBER, Ink.COUNT_TEXT);
    double width = Line.width(List.of(line)) + 10;
    List<Mark> marks = new ArrayList<>();
    marks.add(
        new Mark.Stroke(Outline.rounded(Box.around(center, width, 17), 8.5), Ink.COUNT_GROUND));
    marks.addAll(Line.around(List.of(line), center));
    return marks;
  }

  private String title() {
    StringBuilder title =
        new StringBuilder(node.id().value()).append(" (").append(node.type()).append(')');
    if (!node.label().equals(node.id().value())) {
      title.append('\n').append(node.label());
    }
    state.ifPresent(known -> title.append('\n').append(known.label()));
    if (visits > 1) {
      title.append(", entered ").append(visits).append(" times");
    }
    return title.toString();
  }
}
