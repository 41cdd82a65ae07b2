package dev.attractor.testkit.memory;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A place where a process can die: counts what is done to the outside world and throws {@link
 * Crash} at one of these points, and at every point after it, for whichever thread comes there.
 * Everything before the point has happened, nothing after it.
 *
 * @since 0.1
 */
public final class Seam {
  private final Optional<Integer> crashAt;
  private final AtomicInteger passed = new AtomicInteger();

  private Seam(Optional<Integer> crashAt) {
    this.crashAt = crashAt;
  }

  /** Returns a seam that never breaks. */
  public static Seam unbroken() {
    return new Seam(Optional.empty());
  }

  /** Returns a seam that breaks at the n-th point, from 1. */
  public static Seam breakingAt(int n) {
    return new Seam(Optional.of(n));
  }

  /** Passes a point. */
  public void pass() {
    int point = passed.incrementAndGet();
    if (crashAt.isPresent() && crashAt.get() <= point) {
      throw new Crash();
    }
  }

  /** Returns how many points were passed. */
  public int passed() {
    return passed.get();
  }

  /** The process died. An Error, so that nothing on the way takes it for a failure of a stage. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("the process died here", null, false, false);
    }
  }
}
