package dev.attractor.engine.plugins;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.process.Cancellation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A plugin's own code at work on one attempt, in a thread of its own, so that no stage waits for it
 * for ever: what does not end by itself after the time-out or a stop is interrupted, and what goes
 * on all the same is left behind.
 */
public final class PluginWork {
  private static final Duration FOREVER = Duration.ofDays(365);

  /** Programs get as long to end, and their end is what the code may be waiting for. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration LAST_CHANCE = Duration.ofSeconds(4);

  private final String what;
  private final Optional<Duration> timeout;
  private final Cancellation cancellation;
  private final Consumer<String> warnings;
  private final Duration patience;
  private final Duration lastChance;

  /**
   * Prepares it.
   *
   * @param what the plugin's part, for people
   * @param timeout how long the attempt may take, if there is a limit
   * @param cancellation that of this attempt alone: it is requested before the code is interrupted,
   *     so that no program goes on for it
   * @param warnings is told when a thread is left behind
   */
  public PluginWork(
      String what,
      Optional<Duration> timeout,
      Cancellation cancellation,
      Consumer<String> warnings) {
    this(what, timeout, cancellation, warnings, PATIENCE, LAST_CHANCE);
  }

  PluginWork(
      String what,
      Optional<Duration> timeout,
      Cancellation cancellation,
      Consumer<String> warnings,
      Duration patience,
      Duration lastChance) {
    this.what = what;
    this.timeout = timeout;
    this.cancellation = cancellation;
    this.warnings = warnings;
    this.patience = patience;
    this.lastChance = lastChance;
  }

  /**
   * Has the code work.
   *
   * @param failed what a defect of it comes to, and that it had to be interrupted
   * @throws dev.attractor.ports.AttractorException when the machine is in trouble
   */
  public <T> T result(Supplier<T> work, Function<Failure, T> failed) {
    CountDownLatch due = new CountDownLatch(1);
    FutureTask<T> task = new FutureTask<>(() -> PluginDefect.guarded(what, work, failed));
    // A platform thread: a virtual one that is never done would keep others from working.
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(what)
            .start(() -> {
              task.run();
              due.countDown();
            });
    try (Cancellation.Registration _ = cancellation.onRequest(due::countDown)) {
      boolean inTime = due.await(timeout.orElse(FOREVER).toNanos(), TimeUnit.NANOSECONDS);
      return (inTime && task.isDone()) || thread.join(patience)
          ? given(task)
          : failed.apply(interrupted(thread));
    } catch (InterruptedException e) {
      cancellation.request();
      thread.interrupt();
      Thread.currentThread().interrupt();
      return failed.apply(Failure.of(FailureClass.CANCELED, what + " was interrupted"));
    }
  }

  private Failure interrupted(Thread thread) throws InterruptedException {
    boolean stopped = cancellation.isRequested();
    String late =
        stopped
            ? "was to stop"
            : "has had its time of %d ms".formatted(timeout.orElse(FOREVER).toMillis());
    cancellation.request();
    thread.interrupt();
    boolean leftBehind = !thread.join(lastChance);
    if (leftBehind) {
      warnings.accept(
          "%s %s and goes on: it was left behind, and may still change files"
              .formatted(what, late));
    }
    if (stopped) {
      return Failure.of(FailureClass.CANCELED, what + " was canceled", "canceled");
    }
    return leftBehind
        ? Failure.of(
            FailureClass.DETERMINISTIC, // a new attempt would work beside it
            "%s has a defect: it %s and does not end when it is interrupted".formatted(what, late),
            "stage timeout")
        : Failure.of(
            FailureClass.TRANSIENT_INFRA,
            "%s %s and was interrupted: timeout".formatted(what, late),
            "stage timeout");
  }

  private static <T> T given(FutureTask<T> task) {
    return switch (task.state()) {
      case SUCCESS -> task.resultNow();
      case FAILED, CANCELLED, RUNNING -> throw thrown(task.exceptionNow());
    };
  }

  private static RuntimeException thrown(Throwable by) {
    return switch (by) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException("only defects are checked exceptions", by);
    };
  }
}
