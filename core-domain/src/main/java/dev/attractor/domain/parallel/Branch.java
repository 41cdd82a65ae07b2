package dev.attractor.domain.parallel;

import dev.attractor.domain.pipeline.NodeId;

/**
 * One arm of a fan-out.
 *
 * @param number its place among the edges of the fan-out, or among the items of its list, from 1
 * @param id its name: the node it begins with, and for an item of a list that item's number
 * @param first the node it begins with
 */
public record Branch(int number, String id, NodeId first) {
  /** Makes an arm that is called like the node it begins with. */
  public Branch(int number, NodeId first) {
    this(number, first.value(), first);
  }
}
