package dev.attractor.process.supervision;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.DetachedProgram;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessResult.Reason;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Starts each program in a session and process group of its own, by {@code setsid}. */
public final class PosixProcesses implements ProcessSupervisor {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final AtomicLong MARKS = new AtomicLong();

  private final SearchPath programs;
  private final InstantSource clock;

  /**
   * Makes the supervisor of this machine.
   *
   * @param path where programs are looked for whose own environment has no PATH; folders separated
   *     as in that variable
   * @param clock what a program's start and end are told by
   */
  public PosixProcesses(String path, InstantSource clock) {
    this.programs = new SearchPath(path);
    this.clock = clock;
  }

  @Override
  public ProcessResult run(ProcessSpec spec, ProcessListener listener, Cancellation cancellation) {
    Instant startedAt = clock.instant();
    long begin = System.nanoTime();
    Optional<Path> program = locate(spec);
    if (program.isEmpty()) {
      return notStarted(missing(spec), startedAt);
    }
    try {
      String mark = mark(spec);
      Process process = start(spec, program.get(), mark);
      Escaped escaped =
          new Escaped(process.pid(), new MarkedProcesses(ProcessRecord.MARK, mark), Orphans.OURS);
      Supervision supervision =
          new Supervision(process, group(process), escaped, spec, listener, GRACE);
      Optional<Reason> stopped = supervised(supervision, process, cancellation);
      spec.record().ifPresent(ProcessRecord::remove);
      ProcessResult.End end =
          stopped
              .<ProcessResult.End>map(ProcessResult.Stopped::new)
              .orElseGet(() -> new ProcessResult.Exited(process.exitValue()));
      // Not by the clock on the wall, which may have been put back meanwhile.
      return new ProcessResult(end, startedAt, startedAt.plusNanos(System.nanoTime() - begin));
    } catch (IOException e) {
      return notStarted(String.valueOf(e.getMessage()), startedAt);
    }
  }

  private static Optional<Reason> supervised(
      Supervision supervision, Process process, Cancellation cancellation) {
    try {
      return supervision.supervise(cancellation);
    } finally {
      Orphans.OURS.forget(process.pid());
    }
  }

  @Override
  public Optional<Path> locate(ProcessSpec spec) {
    return new SearchPath(spec.environment().getOrDefault("PATH", programs.path()))
        .find(spec.argv().getFirst(), spec.directory());
  }

  @Override
  public DetachedProgram startDetached(ProcessSpec spec, Path output) {
    if (locate(spec).isEmpty()) { // what starts it would only say so in its output
      throw AttractorException.machine(missing(spec), "");
    }
    List<String> argv = new ArrayList<>();
    argv.add(setsid().map(Path::toString).orElse("nohup"));
    argv.addAll(spec.argv());
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(spec.directory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    HostEnvironment.give(builder.environment(), spec.environment());
    try {
      Process process =
          Orphans.OURS.startDetached(builder); // setsid does not fork here, see group()
      return new DetachedProgram(process.pid(), process.onExit().thenApply(Process::exitValue));
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot start %s: %s".formatted(spec.argv().getFirst(), e.getMessage()), "", e);
    }
  }

  private static String missing(ProcessSpec spec) {
    return "there is no program %s on the PATH".formatted(spec.argv().getFirst());
  }

  private ProcessResult notStarted(String why, Instant startedAt) {
    return new ProcessResult(new ProcessResult.NotStarted(why), startedAt, startedAt);
  }

  /** What finds the program and all that it starts: the file of its record, where it has one. */
  private static String mark(ProcessSpec spec) {
    return spec.record()
        .map(file -> file.toAbsolutePath().toString())
        .orElseGet(() -> "%d-%d".formatted(ProcessHandle.current().pid(), MARKS.incrementAndGet()));
  }

  private Process start(ProcessSpec spec, Path program, String mark) throws IOException {
    List<String> argv = new ArrayList<>();
    setsid().ifPresent(setsid -> argv.add(setsid.toString()));
    argv.addAll(List.of("/bin/sh", "-c", ProcessRecord.SCRIPT, "attractor"));
    argv.add(spec.record().map(file -> file.toAbsolutePath().toString()).orElse(""));
    argv.add(Long.toString(ProcessHandle.current().pid()));
    argv.add(program.toString());
    argv.addAll(spec.argv().subList(1, spec.argv().size()));
    ProcessBuilder builder = new ProcessBuilder(argv).directory(spec.directory().toFile());
    HostEnvironment.give(builder.environment(), spec.environment());
    builder.environment().put(ProcessRecord.MARK, mark);
    return Orphans.OURS.start(builder);
  }

  private ProcessGroup group(Process process) {
    // setsid does not fork here, since a new child never leads a group: the child leads its own.
    return setsid().isPresent()
        ? ProcessGroup.ledBy(process.pid())
        : ProcessGroup.treeOf(process.pid());
  }

  private Optional<Path> setsid() {
    return programs.find("setsid", Path.of("/"));
  }

  @Override
  public boolean endMarked(String name, String value) {
    return new MarkedProcesses(name, value).end(GRACE);
  }

  @Override
  public boolean endLeftover(Path record) {
    return ProcessRecord.endLeftover(record, GRACE);
  }
}
