package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The shapes of the dialect (SEMANTICS §2), as Graphviz draws them. */
enum Figure {
  BOX,
  TAB,
  ELLIPSE,
  OCTAGON,
  CIRCLE,
  MDIAMOND,
  MSQUARE,
  DOUBLECIRCLE,
  HEXAGON,
  DIAMOND,
  COMPONENT,
  TRIPLEOCTAGON,
  PARALLELOGRAM,
  HOUSE,
  /** A box with bars at its sides: a stage that is a pipeline. Graphviz has no such shape. */
  SUBPROCESS;

  private static final double PAD_X = 12;
  private static final double PAD_Y = 9;
  private static final double CUT = 10;
  private static final double SLANT = 16;
  private static final double ROOF = 14;
  private static final double FLAP = 7;
  private static final double LUG = 6;
  private static final double RING = 4;

  /** Returns the shape a node is drawn in: its own where that fits its kind, else its kind's. */
  static Figure of(Node node) {
    String shape = node.attributes().text("shape").strip();
    return NodeKind.ofShape(shape) == node.kind()
        ? named(shape).orElse(ofKind(node.kind()))
        : ofKind(node.kind());
  }

  private static Optional<Figure> named(String shape) {
    return switch (shape) {
      case "tab", "folder" -> Optional.of(TAB);
      case "ellipse", "oval", "egg" -> Optional.of(ELLIPSE);
      case "octagon", "doubleoctagon" -> Optional.of(OCTAGON);
      case "circle" -> Optional.of(CIRCLE);
      case "doublecircle" -> Optional.of(DOUBLECIRCLE);
      default -> Optional.empty();
    };
  }

  private static Figure ofKind(NodeKind kind) {
    return switch (kind) {
      case START -> MDIAMOND;
      case EXIT -> MSQUARE;
      case AGENT -> BOX;
      case HUMAN -> HEXAGON;
      case CONDITIONAL -> DIAMOND;
      case PARALLEL -> COMPONENT;
      case FAN_IN -> TRIPLEOCTAGON;
      case TOOL -> PARALLELOGRAM;
      case MANAGER_LOOP -> HOUSE;
      case PIPELINE -> SUBPROCESS;
      case CUSTOM -> OCTAGON;
    };
  }

  /** Returns of about how many characters a line of its label should be. */
  int columns() {
    return switch (this) {
      case DIAMOND, MDIAMOND -> 18;
      case CIRCLE, DOUBLECIRCLE -> 14;
      case BOX,
          TAB,
          ELLIPSE,
          OCTAGON,
          MSQUARE,
          HEXAGON,
          COMPONENT,
          TRIPLEOCTAGON,
          PARALLELOGRAM,
          HOUSE,
          SUBPROCESS ->
          24;
    };
  }

  /** Returns how large it must be for a text of this size to lie in it, at the origin. */
  Box around(double width, double height) {
    double w = width + 2 * PAD_X;
    double h = height + 2 * PAD_Y;
    return switch (this) {
      case BOX, OCTAGON -> sized(w, h);
      case MSQUARE -> sized(w + CUT, h + 6);
      case TAB -> sized(w, h + FLAP);
      case ELLIPSE -> sized(width * Math.sqrt(2) + PAD_X, height * Math.sqrt(2) + PAD_Y);
      case CIRCLE -> square(Math.hypot(width, height) + PAD_Y);
      case DOUBLECIRCLE -> square(Math.hypot(width, height) + PAD_Y + 2 * RING);
      case DIAMOND, MDIAMOND -> {
        double tall = height * 1.7 + 22;
        yield sized(width / (1 - height / tall) + PAD_X, tall);
      }
      case HEXAGON, PARALLELOGRAM -> sized(width + 2 * SLANT + PAD_X, h);
      case COMPONENT -> sized(w + 2 * LUG, h);
      case TRIPLEOCTAGON -> sized(w + 4 * RING, h + 4 * RING);
      case HOUSE -> sized(w, h + ROOF);
      case SUBPROCESS -> sized(w + 2 * LUG, h);
    };
  }

  private static Box sized(double width, double height) {
    return new Box(0, 0, Math.max(width, 36), Math.max(height, 30));
  }

  private static Box square(double side) {
    return sized(Math.max(side, 30), Math.max(side, 36));
  }

  /** Returns the middle of its text. */
  Point textCenter(Box box) {
    return switch (this) {
      case HOUSE -> box.center().plus(0, roof(box) / 2);
      case TAB -> box.center().plus(0, flap(box) / 2);
      case COMPONENT -> box.center().plus(lugs(box) / 2, 0);
      case BOX,
          ELLIPSE,
          OCTAGON,
          CIRCLE,
          MDIAMOND,
          MSQUARE,
          DOUBLECIRCLE,
          HEXAGON,
          DIAMOND,
          TRIPLEOCTAGON,
          PARALLELOGRAM,
          SUBPROCESS ->
          box.center();
    };
  }

  /** Returns the corner of its outline that lies upwards to the left. */
  Point shoulder(Box box) {
    return switch (this) {
      case BOX, MSQUARE, COMPONENT, SUBPROCESS -> box.at(0, 0);
      case TAB -> box.at(0, 0).plus(0, flap(box));
      case HOUSE -> box.at(0, 0).plus(0, roof(box));
      case DIAMOND, MDIAMOND -> box.at(0.25, 0.25).plus(-5, -4);
      case ELLIPSE, CIRCLE, DOUBLECIRCLE -> box.at(0.146, 0.146);
      case OCTAGON, TRIPLEOCTAGON -> box.at(0, 0).plus(cut(box) / 2, cut(box) / 2);
      case HEXAGON, PARALLELOGRAM -> box.at(0, 0).plus(slant(box), 0);
    };
  }

  /** Returns a small one, for a legend. */
  Box icon(Point center) {
    return switch (this) {
      case CIRCLE, DOUBLECIRCLE, MSQUARE -> Box.around(center, 17, 17);
      case BOX,
          TAB,
          ELLIPSE,
          OCTAGON,
          MDIAMOND,
          HEXAGON,
          DIAMOND,
          COMPONENT,
          TRIPLEOCTAGON,
          PARALLELOGRAM,
          HOUSE,
          SUBPROCESS ->
          Box.around(center, 26, 17);
    };
  }

  // --- details, smaller in a small one ---

  private static double roof(Box box) {
    return Math.min(ROOF, box.height() * 0.35);
  }

  private static double flap(Box box) {
    return Math.min(FLAP, box.height() * 0.25);
  }

  private static double cut(Box box) {
    return Math.min(CUT, box.height() * 0.28);
  }

  private static double slant(Box box) {
    return Math.min(SLANT, box.width() * 0.25);
  }

  private static double lugs(Box box) {
    return Math.min(LUG, box.width() * 0.12);
  }

  private static double ring(Box box) {
    return Math.min(RING, box.height() * 0.11);
  }

  /** Returns its outline, and then what is drawn into that. */
  List<Outline> outlines(Box box) {
    List<Outline> outlines = new ArrayList<>();
    outlines.add(silhouette(box));
    outlines.addAll(inner(box));
    return outlines;
  }

  private Outline silhouette(Box box) {
    return switch (this) {
      case ELLIPSE, CIRCLE, DOUBLECIRCLE -> Outline.ellipse(box);
      case BOX -> Outline.rounded(box, 4);
      case TAB,
          OCTAGON,
          MDIAMOND,
          MSQUARE,
          HEXAGON,
          DIAMOND,
          COMPONENT,
          TRIPLEOCTAGON,
          PARALLELOGRAM,
          HOUSE,
          SUBPROCESS ->
          Outline.polygon(corners(box).toArray(Point[]::new));
    };
  }

  private List<Outline> inner(Box box) {
    return switch (this) {
      case BOX, ELLIPSE, OCTAGON, CIRCLE, HEXAGON, DIAMOND, PARALLELOGRAM, HOUSE -> List.of();
      case TAB ->
          List.of(
              Outline.line(
                  box.at(0, 0).plus(0, flap(box)),
                  box.at(0.4, 0).plus(0, flap(box)),
                  box.at(0.4, 0)));
      case DOUBLECIRCLE -> List.of(Outline.ellipse(box.inset(ring(box))));
      case MDIAMOND -> cutOff(corners(box), 0.18);
      case MSQUARE -> cutOff(corners(box), cut(box));
      case COMPONENT -> List.of(lug(box, 0.22), lug(box, 0.78));
      case TRIPLEOCTAGON ->
          List.of(
              octagon(box.inset(ring(box)), cut(box) - 1),
              octagon(box.inset(2 * ring(box)), cut(box) - 2));
      case SUBPROCESS ->
          List.of(
              Outline.line(box.at(0, 0).plus(lugs(box), 0), box.at(0, 1).plus(lugs(box), 0)),
              Outline.line(box.at(1, 0).plus(-lugs(box), 0), box.at(1, 1).plus(-lugs(box), 0)));
    };
  }

  /** A line across each corner, at a distance from it in points, or below 1 as a share. */
  private static List<Outline> cutOff(List<Point> corners, double distance) {
    List<Outline> lines = new ArrayList<>();
    for (int i = 0; i < corners.size(); i++) {
      Point corner = corners.get(i);
      Point before = corners.get((i + corners.size() - 1) % corners.size());
      Point after = corners.get((i + 1) % corners.size());
      lines.add(
          Outline.line(
              corner.towards(before, share(distance, corner, before)),
              corner.towards(after, share(distance, corner, after))));
    }
    return lines;
  }

  private static double share(double distance, Point from, Point to) {
    return distance < 1 ? distance : distance / from.distanceTo(to);
  }

  private static Outline lug(Box box, double down) {
    return Outline.rounded(
        Box.around(box.at(0, down).plus(lugs(box), 0), 2 * lugs(box), box.height() / 6), 0);
  }

  private static Outline octagon(Box box, double cut) {
    return Outline.polygon(octagonCorners(box, cut).toArray(Point[]::new));
  }

  private static List<Point> octagonCorners(Box b, double cut) {
    return List.of(
        new Point(b.x() + cut, b.y()),
        new Point(b.right() - cut, b.y()),
        new Point(b.right(), b.y() + cut),
        new Point(b.right(), b.bottom() - cut),
        new Point(b.right() - cut, b.bottom()),
        new Point(b.x() + cut, b.bottom()),
        new Point(b.x(), b.bottom() - cut),
        new Point(b.x(), b.y() + cut));
  }

  /** The corners of its outline; round ones have that of the box around them. */
  private List<Point> corners(Box b) {
    double slant = slant(b);
    return switch (this) {
      case BOX, MSQUARE, SUBPROCESS, ELLIPSE, CIRCLE, DOUBLECIRCLE ->
          List.of(b.at(0, 0), b.at(1, 0), b.at(1, 1), b.at(0, 1));
      case COMPONENT ->
          List.of(b.at(0, 0).plus(lugs(b), 0), b.at(1, 0), b.at(1, 1), b.at(0, 1).plus(lugs(b), 0));
      case TAB ->
          List.of(
              b.at(0, 0),
              b.at(0.4, 0),
              b.at(0.4, 0).plus(0, flap(b)),
              b.at(1, 0).plus(0, flap(b)),
              b.at(1, 1),
              b.at(0, 1));
      case DIAMOND, MDIAMOND -> List.of(b.at(0.5, 0), b.at(1, 0.5), b.at(0.5, 1), b.at(0, 0.5));
      case HEXAGON ->
          List.of(
              b.at(0, 0).plus(slant, 0),
              b.at(1, 0).plus(-slant, 0),
              b.at(1, 0.5),
              b.at(1, 1).plus(-slant, 0),
              b.at(0, 1).plus(slant, 0),
              b.at(0, 0.5));
      case PARALLELOGRAM ->
          List.of(b.at(0, 0).plus(slant, 0), b.at(1, 0), b.at(1, 1).plus(-slant, 0), b.at(0, 1));
      case HOUSE ->
          List.of(
              b.at(0.5, 0),
              b.at(1, 0).plus(0, roof(b)),
              b.at(1, 1),
              b.at(0, 1),
              b.at(0, 0).plus(0, roof(b)));
      case OCTAGON, TRIPLEOCTAGON -> octagonCorners(b, cut(b));
    };
  }

  /** Returns whether a point lies inside its outline. */
  boolean contains(Box box, Point point) {
    return switch (this) {
      case ELLIPSE, CIRCLE, DOUBLECIRCLE -> {
        Point center = box.center();
        yield Math.hypot(
                (point.x() - center.x()) / (box.width() / 2),
                (point.y() - center.y()) / (box.height() / 2))
            <= 1;
      }
      case BOX,
          TAB,
          OCTAGON,
          MDIAMOND,
          MSQUARE,
          HEXAGON,
          DIAMOND,
          COMPONENT,
          TRIPLEOCTAGON,
          PARALLELOGRAM,
          HOUSE,
          SUBPROCESS ->
          isInside(corners(box), point);
    };
  }

  /** Whether a line to the right crosses the sides an odd number of times. */
  private static boolean isInside(List<Point> corners, Point point) {
    boolean inside = false;
    Point before = corners.getLast();
    for (Point corner : corners) {
      if (corner.y() > point.y() != before.y() > point.y()
          && point.x()
              < (before.x() - corner.x()) * (point.y() - corner.y()) / (before.y() - corner.y())
                  + corner.x()) {
        inside = !inside;
      }
      before = corner;
    }
    return inside;
  }
}
