package dev.attractor.git.workspace;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What git is asked while something else is done.
 *
 * @param <T> what it says
 */
final class Meanwhile<T> {
  private final FutureTask<T> task;

  private Meanwhile(FutureTask<T> task) {
    this.task = task;
  }

  /** Begins to ask. */
  static <T> Meanwhile<T> of(Callable<T> question) {
    FutureTask<T> task = new FutureTask<>(question);
    Thread.ofVirtual().name("git").start(task);
    return new Meanwhile<>(task);
  }

  /**
   * Waits for what it says.
   *
   * @throws IOException when it cannot be asked, or this thread is interrupted
   */
  T get() throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException told) {
        throw told;
      }
      if (e.getCause() instanceof RuntimeException told) {
        throw told;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git worked", e);
    }
  }
}
