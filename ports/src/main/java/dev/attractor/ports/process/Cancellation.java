package dev.attractor.ports.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wish to end a run or a stage, which whoever works for it looks at. Safe for all threads. */
public final class Cancellation {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final Set<Runnable> actions = new LinkedHashSet<>();
  private String reason = "";

  /** Asks for the end; asking again changes nothing. */
  public void request() {
    request("stopped on request");
  }

  /**
   * Asks for the end.
   *
   * @param why what people are told; that of the first request counts
   */
  public void request(String why) {
    List<Runnable> due;
    synchronized (actions) {
      if (!isRequested()) {
        reason = why;
      }
      requested.countDown();
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /** Returns why the end was asked for; empty when it was not. */
  public String reason() {
    synchronized (actions) {
      return reason;
    }
  }

  /** Returns whether the end was asked for. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /**
   * Runs an action when the end is asked for, at once if it was already.
   *
   * @return takes the action back when closed
   */
  public Registration onRequest(Runnable action) {
    synchronized (actions) {
      if (!isRequested()) {
        actions.add(action);
        return () -> {
          synchronized (actions) {
            actions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  /**
   * Waits, but not longer than until the end is asked for.
   *
   * @return whether it was
   */
  public boolean await(Duration atMost) {
    try {
      return requested.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return isRequested();
    }
  }

  /** An action that waits for the request. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
