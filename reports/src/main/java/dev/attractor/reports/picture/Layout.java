package dev.attractor.reports.picture;

import dev.attractor.domain.pipeline.NodeId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where nodes stand and edges run.
 *
 * @param nodes by id
 * @param routes in the order of the edges that were asked for
 * @param frames each before those inside it
 */
record Layout(Map<NodeId, Box> nodes, List<Route> routes, List<Framed> frames) {
  Layout {
    frames = List.copyOf(frames);
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    routes = List.copyOf(routes);
  }

  /** A node to place. */
  record Sized(NodeId id, Figure figure, Box size) {}

  /**
   * A frame at its place.
   *
   * @param label the middle of its label
   */
  record Framed(Frame frame, Box box, Point label) {}

  /**
   * An edge to route.
   *
   * @param label the room that its label takes
   */
  record Joined(NodeId from, NodeId to, Optional<Box> label) {}

  /**
   * The way of an edge.
   *
   * @param points of cubic curves: one to begin with, then three for each curve
   * @param tip where its head ends
   * @param label the middle of its label
   */
  record Route(List<Point> points, Point tip, Optional<Point> label) {
    Route {
      points = List.copyOf(points);
    }
  }

  /** Where the edges lead to. */
  enum Direction {
    DOWN,
    UP,
    RIGHT,
    LEFT;

    /** Returns whether it leads from side to side. */
    boolean isSideways() {
      return this == RIGHT || this == LEFT;
    }

    /** Returns what a {@code rankdir} means; anything unknown is downwards. */
    static Direction of(String rankdir) {
      return switch (rankdir) {
        case "LR" -> RIGHT;
        case "RL" -> LEFT;
        case "BT" -> UP;
        default -> DOWN;
      };
    }
  }
}
