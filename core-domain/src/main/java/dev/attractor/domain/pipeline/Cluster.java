package dev.attractor.domain.pipeline;

import java.util.List;

/**
 * Nodes that the author has drawn a frame around: those in a subgraph whose name begins with {@code
 * cluster}. It is for pictures and means nothing to a run.
 *
 * @param label of the frame; may be empty
 * @param nodes their ids, also those that stand in a frame inside this one
 */
public record Cluster(String label, List<NodeId> nodes) {
  public Cluster {
    nodes = List.copyOf(nodes);
  }
}
