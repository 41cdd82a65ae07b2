package dev.attractor.engine.stage;

import dev.attractor.ports.process.Cancellation;
import java.time.Duration;
import java.util.Optional;

/** Does something again and again, in a thread of its own, until it is closed or fails. */
public final class Ticker implements AutoCloseable {
  private final Cancellation closed = new Cancellation();
  private final Thread thread;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  /**
   * Begins.
   *
   * @param name of the thread
   * @param interval the time before each tick
   */
  public Ticker(String name, Duration interval, Runnable tick) {
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(interval, tick));
    thread.start();
  }

  private void run(Duration interval, Runnable tick) {
    try {
      while (!closed.await(interval)) {
        tick.run();
      }
    } catch (RuntimeException e) {
      failure = Optional.of(e); // for whoever closes it to throw
    }
  }

  /**
   * When this returns, nothing is done any more.
   *
   * @throws RuntimeException what a tick has thrown
   */
  @Override
  public void close() {
    closed.request();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Optional<RuntimeException> thrown = failure;
    failure = Optional.empty(); // it is said once, however often this is closed
    if (thrown.isPresent()) {
      throw thrown.get();
    }
  }
}
