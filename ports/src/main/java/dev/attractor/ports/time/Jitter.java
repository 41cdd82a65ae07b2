package dev.attractor.ports.time;

/** Draws the random part of retry delays. */
@FunctionalInterface
public interface Jitter {
  /** Returns a number in [0, 1). */
  double draw();
}
