package dev.attractor.git.workspace;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A text that is found out while other things are done. */
final class Beside {
  private final FutureTask<Optional<String>> finding;

  private Beside(Callable<Optional<String>> finding) {
    this.finding = new FutureTask<>(finding);
  }

  /** Begins to find it out. */
  static Beside of(Callable<Optional<String>> finding) {
    Beside beside = new Beside(finding);
    Thread.ofVirtual().start(beside.finding);
    return beside;
  }

  /** Returns one that finds nothing. */
  static Beside nothing() {
    Beside beside = new Beside(Optional::empty);
    beside.finding.run();
    return beside;
  }

  /**
   * Waits for it. Returns empty when there is none, or when it could not be found out: whoever
   * needs it then does so by other means, and meets the same trouble if that goes on.
   */
  Optional<String> get() {
    try {
      return finding.get();
    } catch (ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
