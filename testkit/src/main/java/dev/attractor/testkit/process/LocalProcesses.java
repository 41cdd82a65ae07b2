package dev.attractor.testkit.process;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs programs for tests: ends them on cancellation, time-outs and when their listener has heard
 * enough, with all that they have started. A plain stand-in for the supervisor of the program; it
 * writes no records of what runs.
 *
 * @since 0.1
 */
public final class LocalProcesses implements ProcessRunner {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
  private static final int LONGEST_PIECE = 1_000_000;

  /** Gives a program a process group; nothing that is just being born gets away from a group. */
  private static final Optional<Path> SETSID = find("setsid", System.getenv(), Path.of("/"));

  private final Cancellation cancellation;

  /** Makes a runner whose programs end with this cancellation. */
  public LocalProcesses(Cancellation cancellation) {
    this.cancellation = cancellation;
  }

  @Override
  public ProcessResult run(ProcessSpec spec, ProcessListener listener) {
    Instant began = Instant.now();
    String program = spec.argv().getFirst();
    if (find(program, spec.environment(), spec.directory()).isEmpty()) {
      return new ProcessResult(
          new ProcessResult.NotStarted("there is no program " + program), began, Instant.now());
    }
    List<String> argv = new ArrayList<>();
    SETSID.ifPresent(setsid -> argv.add(setsid.toString()));
    argv.addAll(spec.argv());
    ProcessBuilder builder = new ProcessBuilder(argv).directory(spec.directory().toFile());
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

  private static Optional<Path> find(
      String program, Map<String, String> environment, Path directory) {
    String path = program.contains("/") ? "" : environment.getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> directory.resolve(folder).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
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

    ProcessResult.End end() throws IOException, InterruptedException {
      // Whoever reads a pipe holds on to a carrier: virtual threads would run out on few cores.
      Thread.Builder thread = Thread.ofPlatform().daemon();
      List<Thread> pumps =
          List.of(
              thread.start(() -> pump(process.getInputStream(), listener::stdout)),
              thread.start(() -> pump(process.getErrorStream(), listener::stderr)),
              thread.start(this::feed));
      long began = System.nanoTime();
      Optional<ProcessResult.Reason> reason = Optional.empty();
      while (reason.isEmpty()
          && !process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        reason = reasonToStop(began);
      }
      endGroup();
      // What has just been started need not yet lead its group. By its handle, since the process
      // itself would close the pipes, and what was not read yet would be lost.
      process.toHandle().destroyForcibly();
      int code = process.waitFor();
      endGroup();
      for (Thread pump : pumps) {
        pump.join();
      }
      return reason
          .<ProcessResult.End>map(ProcessResult.Stopped::new)
          .orElseGet(() -> new ProcessResult.Exited(code));
    }

    /** Ends the program's group, or its descendants where there are no groups to be had. */
    private void endGroup() throws IOException, InterruptedException {
      if (SETSID.isEmpty()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        return;
      }
      new ProcessBuilder("/bin/sh", "-c", "kill -KILL -" + process.pid())
          .redirectError(ProcessBuilder.Redirect.DISCARD) // of a group that is gone already
          .start()
          .waitFor();
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
      try (InputStream in = stream) {
        // In bytes: a reader would wait for the rest of a sign, and keep what came before it.
        byte[] piece = new byte[8192];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
          for (int i = 0; i < n; i++) {
            boolean atEnd = piece[i] == '\n';
            if (atEnd || (line.size() >= LONGEST_PIECE && beginsSign(piece[i]))) {
              handOn(line, lines);
            }
            if (!atEnd) {
              line.write(piece[i]);
            }
          }
          if (in.available() == 0) {
            listener.caughtUp();
          }
        }
        if (line.size() > 0) {
          handOn(line, lines);
        }
        listener.caughtUp();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns whether a byte of UTF-8 is the first one of a sign. */
    private static boolean beginsSign(byte next) {
      return (next & 0xc0) != 0x80;
    }

    private void handOn(ByteArrayOutputStream line, Consumer<String> lines) {
      lastOutput.set(System.nanoTime());
      lines.accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
      enough.compareAndSet(false, listener.enough());
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
