package dev.attractor.ports.time;

/** Makes ids of runs. */
@FunctionalInterface
public interface RunIds {
  /** Returns a new ULID: 26 signs, sortable by time. */
  String next();
}
