package dev.attractor.process.supervision;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult.Reason;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Watches one running program until nothing of it is left. */
final class Supervision {
  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);
  private static final Duration LONGEST_LAST_OUTPUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

  private final Process process;
  private final ProcessGroup group;
  private final Escaped escaped;
  private final ProcessSpec spec;
  private final ProcessListener listener;
  private final Duration grace;
  private final CompletableFuture<Optional<Reason>> end = new CompletableFuture<>();
  private final AtomicLong lastOutput = new AtomicLong(System.nanoTime());

  /** How many lines are in the hands of the listener just now. */
  private final AtomicInteger handling = new AtomicInteger();

  /** Whether what is still printed comes too late. */
  private final AtomicBoolean givenUp = new AtomicBoolean();

  private final AtomicReference<Optional<RuntimeException>> listenerFailure =
      new AtomicReference<>(Optional.empty());

  Supervision(
      Process process,
      ProcessGroup group,
      Escaped escaped,
      ProcessSpec spec,
      ProcessListener listener,
      Duration grace) {
    this.process = process;
    this.group = group;
    this.escaped = escaped;
    this.spec = spec;
    this.listener = listener;
    this.grace = grace;
  }

  /** Returns why the program was ended; empty when it ended by itself. */
  Optional<Reason> supervise(Cancellation cancellation) {
    List<Thread> pumps =
        List.of(
            Thread.ofPlatform()
                .daemon()
                .name("stdout")
                .start(() -> pump(process.getInputStream(), listener::stdout)),
            Thread.ofPlatform()
                .daemon()
                .name("stderr")
                .start(() -> pump(process.getErrorStream(), listener::stderr)),
            Thread.ofPlatform().daemon().name("stdin").start(this::feed));
    CompletableFuture<Void> exit = process.onExit().thenAccept(_ -> end.complete(Optional.empty()));
    Optional<Reason> reason;
    try (Cancellation.Registration _ =
        cancellation.onRequest(() -> end.complete(Optional.of(Reason.CANCELED)))) {
      reason = awaitEnd();
    }
    endAll(exit, reason.isPresent());
    pumps.forEach(this::awaitPump);
    listenerFailure
        .get()
        .ifPresent(failure -> {
          throw failure;
        });
    return reason;
  }

  /**
   * Ends the program, and also what it left behind when it ended by itself. A program that is
   * stopped as soon as it is started may not lead its group yet, so the group is looked for until
   * the program has ended, and once more for what it has started meanwhile.
   */
  private void endAll(CompletableFuture<Void> exit, boolean isStopped) {
    long deadline = System.nanoTime() + grace.toNanos();
    if (isStopped) {
      escaped.ask();
    }
    do {
      group.end(grace);
    } while (!hasEnded(exit));
    group.end(grace);
    escaped.end(deadline, isStopped);
  }

  private static boolean hasEnded(CompletableFuture<Void> exit) {
    exit.copy().completeOnTimeout(null, POLL_INTERVAL.toNanos(), TimeUnit.NANOSECONDS).join();
    return exit.isDone();
  }

  private Optional<Reason> awaitEnd() {
    long started = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      long untilTimeout = spec.timeout().orElse(FOREVER).toNanos() - (now - started);
      long untilIdle = spec.idleTimeout().orElse(FOREVER).toNanos() - (now - lastOutput.get());
      if (untilTimeout <= 0) {
        return Optional.of(Reason.TIMEOUT);
      }
      if (untilIdle <= 0) {
        return Optional.of(Reason.IDLE);
      }
      try {
        return end.get(Math.min(untilTimeout, untilIdle), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        // One of the limits is reached, or output has moved the idle one on: look again.
        assert e != null;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(Reason.CANCELED);
      } catch (ExecutionException e) {
        throw new IllegalStateException("the end of a process never fails", e);
      }
    }
  }

  private void pump(InputStream stream, Consumer<String> lines) {
    try {
      LineReader.read(
          stream,
          line -> {
            handle(line, lines);
            if (listener.enough()) {
              end.complete(Optional.of(Reason.ENOUGH));
            }
          },
          () -> {
            if (!givenUp.get()) {
              listener.caughtUp();
            }
          });
    } catch (IOException e) {
      end.complete(Optional.empty()); // the pipe broke: the program is gone
    } catch (RuntimeException e) {
      listenerFailure.set(Optional.of(e)); // a full disk, a defect: not the program's fault
      end.complete(Optional.of(Reason.ENOUGH));
    }
  }

  private void handle(String line, Consumer<String> lines) {
    if (givenUp.get()) {
      return;
    }
    handling.incrementAndGet();
    try {
      lastOutput.set(System.nanoTime());
      lines.accept(line);
    } finally {
      lastOutput.set(System.nanoTime());
      handling.decrementAndGet();
    }
  }

  private void feed() {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(spec.stdin().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A program may end, or close its input, without reading all of it: that is its right.
      lastOutput.set(System.nanoTime());
    }
  }

  /**
   * Waits until everything that was printed has been heard. The writers have been ended, so that
   * the pipe ends by itself. One that nobody could end keeps it open: then it is given up once
   * nothing has come for a while, or has gone on coming for long.
   */
  private void awaitPump(Thread pump) {
    long deadline = System.nanoTime() + LONGEST_LAST_OUTPUT.toNanos();
    try {
      while (!pump.join(LAST_OUTPUT)) {
        boolean silent = System.nanoTime() - lastOutput.get() > LAST_OUTPUT.toNanos();
        if (handling.get() == 0 && (silent || System.nanoTime() - deadline > 0)) {
          givenUp.set(true);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
