package dev.attractor.domain.run;

import dev.attractor.domain.pipeline.NodeId;

/**
 * What one of the branches said that came together at a join (SEMANTICS §7).
 *
 * @param join where they met
 * @param branch its id
 * @param response the beginning of it
 */
public record BranchWords(NodeId join, String branch, String response) {
  BranchWords shortened(int most) {
    return new BranchWords(join, branch, response.substring(0, Math.min(most, response.length())));
  }
}
