package dev.attractor.ports.stage;

import dev.attractor.domain.pipeline.NodeKind;

/** Executes the stages of one kind. Sees snapshots, never touches the state of the run. */
public interface StageHandler {
  /** Returns the kind of node it executes. */
  NodeKind kind();

  /**
   * Executes one attempt. Failures of the stage are outcomes; an exception is trouble of the
   * machine or a defect.
   */
  StageResult execute(StageRequest request);
}
