package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an edge looks, or a hop that no edge stands for.
 *
 * @param attributes what programs may find it by
 * @param title all there is to say
 * @param lines its label, condition and count, as far as there is room
 */
record EdgeFace(
    NodeId from,
    NodeId to,
    Map<String, String> attributes,
    String title,
    List<Line> lines,
    Ink line,
    Ink head) {
  private static final int COLUMNS = 26;
  private static final int MOST_LINES = 3;
  private static final double HEAD_LENGTH = 9;

  static EdgeFace of(Edge edge, Optional<RunTrace> trace) {
    Optional<RunTrace.Passage> passage = trace.map(run -> run.passageOf(edge));
    int times = passage.map(RunTrace.Passage::times).orElse(0);
    boolean failure = passage.filter(passed -> passed.failures() > 0).isPresent();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("class", "edge");
    attributes.put("id", "edge-" + edge.index());
    attributes.put("data-from", edge.from().value());
    attributes.put("data-to", edge.to().value());
    passage.ifPresent(passed -> {
      attributes.put("data-times", Integer.toString(passed.times()));
      attributes.put("data-failures", Integer.toString(passed.failures()));
    });
    Look look =
        passage.isEmpty()
            ? Look.PLAIN
            : times == 0 ? Look.UNTAKEN : failure ? Look.FAILURE : Look.TAKEN;
    return new EdgeFace(
        edge.from(),
        edge.to(),
        attributes,
        title(edge, passage),
        lines(edge, times, look),
        look.line,
        look.head);
  }

  /** Returns how a hop looks that no edge stands for. */
  static EdgeFace of(Map.Entry<RunTrace.Jump, Integer> jump) {
    NodeId from = jump.getKey().from();
    NodeId to = jump.getKey().to();
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("class", "jump");
    attributes.put("data-jump-from", from.value());
    attributes.put("data-jump-to", to.value());
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("retry target", Mark.Font.EDGE_LABEL, Ink.FAILED_TEXT));
    count(lines, jump.getValue(), Ink.FAILED_TEXT);
    return new EdgeFace(
        from,
        to,
        attributes,
        "%s → %s\na failure went to the retry target%s".formatted(from, to, times(jump.getValue())),
        lines,
        Look.FAILURE.line,
        Look.FAILURE.head);
  }

  private enum Look {
    PLAIN(Ink.EDGE, Ink.EDGE_HEAD, Ink.EDGE_TEXT),
    UNTAKEN(Ink.UNTAKEN, Ink.UNTAKEN_HEAD, Ink.FAINT_TEXT),
    TAKEN(Ink.TAKEN, Ink.TAKEN_HEAD, Ink.TEXT),
    FAILURE(Ink.FAILURE, Ink.FAILURE_HEAD, Ink.FAILED_TEXT);

    private final Ink line;
    private final Ink head;
    private final Ink text;

    Look(Ink line, Ink head, Ink text) {
      this.line = line;
      this.head = head;
      this.text = text;
    }
  }

  private static List<Line> lines(Edge edge, int times, Look look) {
    List<Line> lines = new ArrayList<>();
    Lettering.wrap(edge.label(), COLUMNS, MOST_LINES)
        .forEach(text -> lines.add(new Line(text, Mark.Font.EDGE_LABEL, look.text)));
    if (!edge.label().strip().equals(edge.conditionText())) {
      Lettering.wrap(edge.conditionText(), COLUMNS, MOST_LINES)
          .forEach(text -> lines.add(new Line(text, Mark.Font.SMALL, look.text)));
    }
    count(lines, times, look.text);
    return lines;
  }

  private static void count(List<Line> lines, int times, Ink ink) {
    if (times > 1) {
      lines.add(new Line("×" + times, Mark.Font.NUMBER, ink));
    }
  }

  private static String title(Edge edge, Optional<RunTrace.Passage> passage) {
    StringBuilder title = new StringBuilder(edge.from().value()).append(" → ").append(edge.to());
    if (!edge.label().isBlank()) {
      title.append('\n').append(edge.label());
    }
    if (!edge.conditionText().isEmpty()) {
      title.append("\nwhen ").append(edge.conditionText());
    }
    if (edge.restartsLoop()) {
      title.append("\nbegins a new iteration");
    }
    passage.ifPresent(passed -> {
      title.append(passed.times() == 0 ? "\nnot taken" : "\ntaken" + times(passed.times()));
      if (passed.failures() > 0) {
        title.append("\na failure left here").append(times(passed.failures()));
      }
    });
    return title.toString();
  }

  private static String times(int count) {
    return count == 1 ? "" : ", %d times".formatted(count);
  }

  boolean carriedFailure() {
    return line == Ink.FAILURE;
  }

  Layout.Joined joined() {
    return new Layout.Joined(
        from, to, lines.isEmpty() ? Optional.empty() : Optional.of(labelBox()));
  }

  private Box labelBox() {
    return new Box(0, 0, Line.width(lines) + 10, Line.height(lines) + 4);
  }

  /** Returns the room that its label takes. */
  Box room(Layout.Route route) {
    Box label = labelBox();
    return lines.isEmpty()
        ? Box.around(route.tip(), 8, 8)
        : Box.around(labelCenter(route), label.width(), label.height());
  }

  /** Where the layout knows no place, the middle of the way. */
  private static Point labelCenter(Layout.Route route) {
    return route.label().orElseGet(() -> route.points().get(route.points().size() / 2));
  }

  Drawing.Part part(Layout.Route route) {
    List<Mark> marks = new ArrayList<>();
    Box room = room(route);
    if (!lines.isEmpty()) { // other edges go behind the label, its own beside it
      marks.add(new Mark.Stroke(Outline.rounded(room.inset(4), 3), Ink.PAGE));
    }
    marks.add(new Mark.Stroke(Outline.curves(route.points()), line));
    marks.add(new Mark.Stroke(arrow(route), head));
    marks.addAll(Line.around(lines, room.center()));
    return new Drawing.Part(attributes, title, marks);
  }

  private Outline arrow(Layout.Route route) {
    Point tip = route.tip();
    Point from = before(route);
    double length = Math.max(from.distanceTo(tip), 0.001);
    double right = (tip.x() - from.x()) / length;
    double down = (tip.y() - from.y()) / length;
    double half = line.light().width() * 0.8 + 2.4;
    Point base = tip.plus(-right * HEAD_LENGTH, -down * HEAD_LENGTH);
    return Outline.polygon(
        tip, base.plus(-down * half, right * half), base.plus(down * half, -right * half));
  }

  /** The last point of the way that is far enough from the tip to give the head a direction. */
  private static Point before(Layout.Route route) {
    return route.points().reversed().stream()
        .filter(point -> point.distanceTo(route.tip()) > 4)
        .findFirst()
        .orElse(route.points().getFirst());
  }
}
