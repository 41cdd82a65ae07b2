package dev.attractor.ports.workspace;

import java.util.List;

/**
 * What has become of the branches of a run that were to be deleted.
 *
 * @param deleted each with the commit it led to, so that it can be made again
 * @param left each with the reason
 */
public record RemovedBranches(List<String> deleted, List<String> left) {
  public RemovedBranches {
    deleted = List.copyOf(deleted);
    left = List.copyOf(left);
  }
}
