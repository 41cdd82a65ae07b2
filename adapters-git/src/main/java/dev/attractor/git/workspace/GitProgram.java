package dev.attractor.git.workspace;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The git program, which knows the person's settings, filters and formats; the one place where it
 * is called. It runs no hooks, asks nobody, starts no housekeeping, and has an end.
 */
final class GitProgram {
  /** The oldest version with all that is asked of it here. */
  static final Version OLDEST = new Version(2, 34);

  private static final Version CHOOSES_WHAT_IS_SYNCED = new Version(2, 36);

  /** For what other machines have a part in. */
  static final Duration NETWORK = Duration.ofMinutes(5);

  /** For what is done here: a large repository behind a slow filter takes its time. */
  static final Duration LOCAL = Duration.ofHours(1);

  /** How long git may go on after the end of the run was asked for. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** How long what git has left behind may hold its output once git has ended. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  /** How long git may wait for another end of a pipe, of which none comes. */
  private static final Duration AT_A_PIPE = Duration.ofSeconds(2);

  /** Tells the processes of git that work for a worktree from all others. */
  static final String MARK = "ATTRACTOR_GIT_WORKTREE";

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  /**
   * The variables of git's own that it gets: where settings lie, who somebody is, how others are
   * reached. All others could lead it into another repository.
   */
  private static final Pattern KEPT =
      Pattern.compile(
          "GIT_(CONFIG_(NOSYSTEM|GLOBAL|SYSTEM)|(AUTHOR|COMMITTER)_(NAME|EMAIL)|EXEC_PATH|ASKPASS"
              + "|SSH.*|SSL_.*|HTTP_.*|PROXY_.*|ALLOW_PROTOCOL)");

  private static final Set<String> NO_SIDE_EFFECTS =
      Set.of(
          "core.hooksPath=/dev/null",
          "core.fsmonitor=false",
          "gc.auto=0",
          "maintenance.auto=false",
          "protocol.fd.allow=never", // it reads from what is ours, without an end
          "advice.addEmbeddedRepo=false");

  /** A version of git. */
  record Version(int major, int minor) {
    @Override
    public String toString() {
      return major + "." + minor;
    }

    boolean isBefore(Version other) {
      return major < other.major || (major == other.major && minor < other.minor);
    }
  }

  /**
   * One call of git.
   *
   * @param folder where it runs
   * @param variables beside those it gets anyway
   * @param arguments of git, without the program
   * @param limit how long it may take
   * @param most how many bytes of its output are wanted; it is ended when it prints more
   */
  record Call(
      Path folder,
      Map<String, String> variables,
      List<String> arguments,
      Duration limit,
      int most) {
    Call {
      variables = Map.copyOf(variables);
      arguments = List.copyOf(arguments);
    }

    static Call of(Path folder, String... arguments) {
      return new Call(folder, Map.of(), List.of(arguments), LOCAL, Integer.MAX_VALUE);
    }

    Call with(Map<String, String> others) {
      return new Call(folder, others, arguments, limit, most);
    }

    Call within(Duration otherLimit) {
      return new Call(folder, variables, arguments, otherLimit, most);
    }
  }

  /**
   * What git said.
   *
   * @param exit 0 when it succeeded, or has printed all that was wanted
   * @param out what it printed, bytes as they are: names of files need not be text
   * @param complaint what it printed as errors
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way to a reader, never compared
  record Answer(int exit, byte[] out, String complaint) {
    boolean succeeded() {
      return exit == 0;
    }

    String text() {
      return new String(out, StandardCharsets.UTF_8).strip();
    }

    /** Returns what stands between NULs. */
    List<String> fields() {
      String all = new String(out, StandardCharsets.UTF_8);
      return all.isEmpty() ? List.of() : List.of(all.split("\0", -1));
    }

    /** Returns the names that stand between NULs. */
    List<String> names() {
      return fields().stream().filter(name -> !name.isEmpty()).toList();
    }

    /** Returns the complaint as one line for a message. */
    String said() {
      String lines = String.join("; ", complaint.strip().split("\\R", -1));
      return lines.isEmpty() ? "git ended with exit code " + exit : lines;
    }

    boolean isForWantOfRoom() {
      return Trouble.isWantOfRoom(complaint);
    }
  }

  private final HostEnvironment host;
  private final ProcessSupervisor processes;
  private final Supplier<Path> program;
  private final Supplier<Version> version;

  GitProgram(HostEnvironment host, ProcessSupervisor processes) {
    this.host = host;
    this.processes = processes;
    this.program = once(this::locate);
    this.version = once(this::askVersion);
  }

  private Path locate() {
    return processes
        .locate(ProcessSpec.of(List.of("git"), host.directory(), host.variables()))
        .orElseThrow(() ->
            AttractorException.usage(
                "there is no program git on the PATH",
                "install git %s or newer".formatted(OLDEST)));
  }

  /** Ends what a dead driver has left at work for a worktree. */
  void endLeftover(Path worktree) {
    processes.endMarked(MARK, worktree.toString());
  }

  private static <T> Supplier<T> once(Supplier<T> supplier) {
    return new Supplier<>() {
      private Optional<T> known = Optional.empty();

      @Override
      public synchronized T get() {
        T value = known.orElseGet(supplier);
        known = Optional.of(value);
        return value;
      }
    };
  }

  private Version askVersion() {
    String said = runs(Call.of(Path.of("/"), "version"), List.of(), new Cancellation()).text();
    Matcher numbers = VERSION.matcher(said);
    if (!numbers.find()) {
      throw AttractorException.machine(
          "%s is no git: it says '%s'".formatted(program.get(), said), "put git on the PATH");
    }
    return new Version(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
  }

  /** Returns which git this is. */
  Version version() {
    return version.get();
  }

  /**
   * Calls git and waits for its end.
   *
   * @throws IOException when it cannot be started or has no end
   */
  Answer ask(Call call, Cancellation cancellation) throws IOException {
    List<String> settings = new ArrayList<>(NO_SIDE_EFFECTS);
    settings.addAll(durable());
    return start(call, settings, cancellation);
  }

  private Answer runs(Call call, List<String> settings, Cancellation cancellation) {
    try {
      return start(call, settings, cancellation);
    } catch (IOException e) {
      throw AttractorException.machine(
          "git cannot be started: " + e.getMessage(), "install git or put it on the PATH", e);
    }
  }

  /** What the journal of a run counts on is on the disk before the journal speaks of it. */
  private List<String> durable() {
    return version().isBefore(CHOOSES_WHAT_IS_SYNCED)
        ? List.of("core.fsyncObjectFiles=true")
        : List.of("core.fsync=objects");
  }

  private Answer start(Call call, List<String> settings, Cancellation cancellation)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of(program.get().toString()));
    settings.forEach(setting -> argv.addAll(List.of("-c", setting)));
    argv.addAll(call.arguments);
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(call.folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    HostEnvironment.give(builder.environment(), environment(call));
    if (!Files.isDirectory(call.folder)) {
      throw new IOException("there is no folder " + call.folder);
    }
    Process process = builder.start();
    try {
      return listen(process, call, cancellation);
    } finally {
      end(process);
    }
  }

  private Map<String, String> environment(Call call) {
    Map<String, String> variables = new LinkedHashMap<>(host.variables());
    variables.keySet().removeIf(name -> name.startsWith("GIT_") && !KEPT.matcher(name).matches());
    variables.put("LC_ALL", "C.UTF-8");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    variables.put("GIT_EDITOR", ":");
    variables.put("GIT_PAGER", "cat");
    variables.putAll(call.variables);
    return variables;
  }

  private Answer listen(Process process, Call call, Cancellation cancellation) throws IOException {
    Output out = Output.of(process.getInputStream(), call.most);
    Output complaint = Output.of(process.getErrorStream(), 1 << 16);
    long begin = System.nanoTime();
    long deadline = begin + call.limit.toNanos();
    long patience = Long.MAX_VALUE;
    try {
      while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (out.soFar().length >= call.most) {
          return new Answer(0, out.soFar(), "");
        }
        if (System.nanoTime() - begin > AT_A_PIPE.toNanos() && WaitsAtPipe.is(process)) {
          process.destroy(); // it takes its locks along
          process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
          throw new WaitsAtPipe(call.arguments);
        }
        if (cancellation.isRequested()) {
          patience = Math.min(patience, System.nanoTime() + GRACE.toNanos());
        }
        if (System.nanoTime() - Math.min(deadline, patience) > 0) {
          throw new IOException(
              "git %s was ended after %d s: it came to no end"
                  .formatted(
                      String.join(" ", call.arguments),
                      Duration.ofNanos(System.nanoTime() - begin).toSeconds()));
        }
      }
      if (!out.ends(AFTERWARDS) || !complaint.ends(AFTERWARDS)) {
        endWhatIsLeft(call); // its output is whole, and what was left may keep a lock, too
      }
      byte[] printed = out.soFar();
      int exit = printed.length >= call.most ? 0 : process.exitValue();
      return new Answer(exit, printed, new String(complaint.soFar(), StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git worked", e);
    }
  }

  private void endWhatIsLeft(Call call) {
    String mark = call.variables.get(MARK);
    if (mark != null) {
      processes.endMarked(MARK, mark);
    }
  }

  /** What is read from a pipe meanwhile, so much at most. */
  private record Output(ByteArrayOutputStream kept, CompletableFuture<Boolean> end) {
    static Output of(InputStream stream, int most) {
      Output output = new Output(new ByteArrayOutputStream(), new CompletableFuture<>());
      Thread.ofVirtual().start(() -> output.read(stream, most));
      return output;
    }

    private void read(InputStream stream, int most) {
      try {
        byte[] piece = new byte[1 << 13];
        int length;
        while (kept.size() < most && (length = stream.read(piece)) >= 0) {
          kept.write(piece, 0, Math.min(length, most - kept.size()));
        }
        end.complete(true);
      } catch (IOException e) {
        end.completeExceptionally(e);
      }
    }

    byte[] soFar() {
      return kept.toByteArray();
    }

    /** Returns whether nobody can write any more, waiting so long for that. */
    boolean ends(Duration limit) throws IOException, InterruptedException {
      try {
        return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new IOException("what git says cannot be read", e.getCause());
      } catch (TimeoutException e) {
        return false;
      }
    }
  }

  /** Whatever git has started goes with it: filters, what fetches for it. */
  private static void end(Process process) {
    if (process.isAlive()) {
      List<ProcessHandle> started = process.descendants().toList();
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
