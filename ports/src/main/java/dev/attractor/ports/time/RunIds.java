package dev.attractor.ports.time;

import dev.attractor.domain.run.RunId;

/** Makes ids of runs. */
@FunctionalInterface
public interface RunIds {
  /** Returns a new ULID: 26 signs, sortable by time. */
  RunId next();
}
