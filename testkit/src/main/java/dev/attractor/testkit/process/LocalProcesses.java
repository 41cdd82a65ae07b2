package dev.attractor.testkit.process;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs programs for tests: ends them on cancellation, time-outs and when their listener has heard
 * enough. A plain stand-in for the supervisor of the program, without sessions of their own.
 *
 * @since 0.1
 */
public final class LocalProcesses implements ProcessRunner {
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final Cancellation cancellation;

  /** Makes a runner whose programs end with this cancellation. */
  public LocalProcesses(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  @Override
  public ProcessResult run(ProcessSpec spec, ProcessListener listener) {
    Instant began = Instant.now();
    ProcessBuilder builder = new ProcessBuilder(spec.argv()).directory(spec.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(spec.environment());
    try {
      Process process = builder.start();
      return new ProcessResult(new Watch(process, spec, listener).end(), began, Instant.now());
    } catch (IOException e) {
      return new ProcessResult(
          new ProcessResult.NotStarted(String.valueOf(e.getMessage())), began, Instant.now());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program runs", e);
    }
  }

  private final class Watch {
    private final Process process;
    private final ProcessSpec spec;
    private final ProcessListener listener;
    private final AtomicLong lastOutput = new AtomicLong(System.nanoTime());
    private final AtomicBoolean enough = new AtomicBoolean();

    Watch(Process process, ProcessSpec spec, ProcessListener listener) {
      this.process = process;
      this.spec = spec;
      this.listener = listener;
    }

    ProcessResult.End end() throws InterruptedException {
      // Whoever reads a pipe holds on to a carrier: virtual threads would run out on few cores.
      Thread.Builder thread = Thread.ofPlatform().daemon();
      List<Thread> pumps =
          List.of(
              thread.start(() -> pump(process.getInputStream(), listener::stdout)),
              thread.start(() -> pump(process.getErrorStream(), listener::stderr)),
              thread.start(this::feed));
      long began = System.nanoTime();
      Optional<ProcessResult.Reason> reason = Optional.empty();
      while (reason.isEmpty() && !process.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS)) {
        reason = reasonToStop(began);
      }
      if (reason.isPresent()) {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
            .toList()
            .forEach(ProcessHandle::destroyForcibly);
      }
      int code = process.waitFor();
      for (Thread pump : pumps) {
        pump.join();
      }
      return reason
          .<ProcessResult.End>map(ProcessResult.Stopped::new)
          .orElseGet(() -> new ProcessResult.Exited(code));
    }

    private Optional<ProcessResult.Reason> reasonToStop(long began) {
      if (cancellation.isRequested()) {
        return Optional.of(ProcessResult.Reason.CANCELED);
      }
      if (enough.get()) {
        return Optional.of(ProcessResult.Reason.ENOUGH);
      }
      if (isOver(spec.timeout(), began)) {
        return Optional.of(ProcessResult.Reason.TIMEOUT);
      }
      return isOver(spec.idleTimeout(), lastOutput.get())
          ? Optional.of(ProcessResult.Reason.IDLE)
          : Optional.empty();
    }

    private static boolean isOver(Optional<Duration> limit, long since) {
      return limit.filter(time -> System.nanoTime() - since > time.toNanos()).isPresent();
    }

    private void pump(InputStream stream, Consumer<String> lines) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lastOutput.set(System.nanoTime());
          lines.accept(line);
          enough.compareAndSet(false, listener.enough());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void feed() {
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(spec.stdin().getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        lastOutput.set(System.nanoTime()); // a program need not read all of its input
      }
    }
  }
}
