package dev.attractor.cli.crash;

import java.io.IOException;
import java.util.function.LongConsumer;

/** Kills this Java machine before one of its effects. */
final class Death implements LongConsumer {
  private final long deadly;
  private volatile boolean dying;

  /**
   * Makes one.
   *
   * @param deadly the effect to die before, from 1; 0 for never
   */
  Death(long deadly) {
    this.deadly = deadly;
  }

  @Override
  public void accept(long effect) {
    if (!dying && effect == deadly) {
      dying = true; // the killer is a process, too
      try {
        new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
            .start()
            .waitFor();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
