package dev.attractor.cli;

import dev.attractor.cli.screen.ReaderAtScreen;
import dev.attractor.cli.screen.Screen;
import dev.attractor.cli.screen.TerminalDevice;
import dev.attractor.cli.screen.VisibleWriter;
import dev.attractor.cli.terminal.CheckedOutput;
import dev.attractor.cli.terminal.Complaints;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.LaunchedLocale;
import dev.attractor.cli.wiring.QuietLibraries;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The program. */
public final class Main {
  private Main() {}

  /** Runs the program and ends the Java machine with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // names and numbers are the same for everybody
    OutputStream stdout = new FileOutputStream(FileDescriptor.out); // System.out hides what fails
    HostEnvironment host =
        new HostEnvironment(
            LaunchedLocale.asItWas(System.getenv()),
            homeOr(Path.of("/")),
            Path.of("").toAbsolutePath());
    Optional<Screen> screen = screen(host);
    screen.ifPresent(one -> System.setErr(new PrintStream(one, true, StandardCharsets.UTF_8)));
    OutputStream out = // on one terminal both have to know of the frame
        screen
            .filter(_ -> TerminalDevice.OUTPUT.isSameTerminalAs(TerminalDevice.ERRORS))
            .<OutputStream>map(one -> one)
            .orElse(stdout);
    System.setOut(System.err); // what code of plugins prints is not among our lines for programs
    System.setProperty("java.awt.headless", "true"); // pictures are drawn without a screen
    System.setProperty("java.util.logging.config.class", QuietLibraries.class.getName());
    AtomicInteger exitCode = new AtomicInteger(ExitCode.INTERNAL_ERROR.code());
    CountDownLatch done = new CountDownLatch(1);
    Signals signals = new Signals(done, exitCode, () -> screen.ifPresent(Screen::settleAtOnce));
    try {
      exitCode.set(
          run(
              new Streams(out, System.err, System.in, TerminalDevice.OUTPUT.isTerminal(), screen),
              host,
              InstantSource.system(),
              signals,
              args));
    } finally {
      done.countDown(); // whatever happens: who stops us waits for it
    }
    System.exit(exitCode.get());
  }

  /** A user of whom the system knows nothing has no home, which Java calls a question mark. */
  private static Path homeOr(Path otherwise) {
    String told = System.getProperty("user.home");
    return told.equals("?") ? otherwise : Path.of(told);
  }

  /**
   * What a program reads and writes.
   *
   * @param isOutSeen whether a person reads {@code out}
   * @param screen what {@code err} is, where views can be drawn
   */
  private record Streams(
      OutputStream out,
      OutputStream err,
      InputStream in,
      boolean isOutSeen,
      Optional<Screen> screen) {}

  /** A terminal that can only print has none. */
  private static Optional<Screen> screen(HostEnvironment host) {
    String kind = host.variables().getOrDefault("TERM", "dumb");
    if (kind.equals("dumb") || kind.isEmpty() || !TerminalDevice.ERRORS.isTerminal()) {
      return Optional.empty();
    }
    return Optional.of(
        new Screen(
            new FileOutputStream(FileDescriptor.err),
            () -> TerminalDevice.ERRORS.size(host.variables())));
  }

  /**
   * Runs one command that has no terminal.
   *
   * @return the exit code
   */
  public static int run(
      OutputStream out,
      OutputStream err,
      InputStream in,
      HostEnvironment host,
      InstantSource clock,
      Cancellation cancellation,
      String... args) {
    return run(
        new Streams(out, err, in, false, Optional.empty()), host, clock, () -> cancellation, args);
  }

  private static int run(
      Streams streams,
      HostEnvironment host,
      InstantSource clock,
      Supplier<Cancellation> stops,
      String... args) {
    CheckedOutput out = new CheckedOutput(streams.out());
    PrintWriter outWriter = writer(out);
    PrintWriter errWriter = writer(streams.err());
    if (args.length == 1 && AttractorCommand.asksForTheVersion(args[0])) {
      outWriter.println(AttractorCommand.versionLine()); // without a model of what can be asked
      return whenPrinted(out, errWriter, ExitCode.SUCCESS.code());
    }
    BooleanSupplier somebodyTypes =
        () -> streams.in().equals(System.in) && TerminalDevice.INPUT.isTerminal();
    AttractorCommand root = new AttractorCommand();
    Terminal terminal =
        new Terminal(
            outWriter,
            errWriter,
            reader(streams, somebodyTypes),
            somebodyTypes,
            streams.isOutSeen(),
            streams.screen(),
            host,
            clock,
            stops,
            root::pluginPath,
            Redactor.of(host.variables(), SecretNames.USUAL));
    CommandLine line = AttractorCommand.line(root, terminal, List.of(args));
    line.setOut(outWriter);
    line.setErr(errWriter);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    Complaints complaints = new Complaints(terminal, wantsJson(List.of(args)));
    line.setParameterExceptionHandler((e, _) -> complaints.wrongUsage(e));
    line.setExecutionExceptionHandler((e, _, _) -> complaints.failed(e, root.debug()));
    int code;
    try {
      code = line.execute(args);
    } catch (LinkageError | VirtualMachineError | AssertionError e) { // picocli leaves them to us
      code = complaints.failed(e, root.debug());
    }
    outWriter.flush();
    errWriter.flush();
    return whenPrinted(out, errWriter, code);
  }

  /** Nobody is to take for whole what was cut off, on a full disk for example. */
  private static int whenPrinted(CheckedOutput out, PrintWriter errors, int code) {
    if (out.failure().isEmpty()) {
      return code;
    }
    errors.println("error: not all could be printed: " + out.failure().get());
    errors.println("hint: have the output go elsewhere, and ask again");
    return code == ExitCode.SUCCESS.code() ? ExitCode.INTERNAL_ERROR.code() : code;
  }

  /** A program that asked for JSON reads errors as such, too. */
  private static boolean wantsJson(List<String> args) {
    String all = " " + String.join(" ", args).toLowerCase(Locale.ROOT) + " ";
    return all.contains(" --json ")
        || all.contains(" --format json ")
        || all.contains(" --format=json ");
  }

  /** What is typed moves the cursor of the terminal, which the screen has to know. */
  private static BufferedReader reader(Streams streams, BooleanSupplier somebodyTypes) {
    Reader in = new InputStreamReader(streams.in(), StandardCharsets.UTF_8);
    return streams
        .screen()
        .<BufferedReader>map(screen -> new ReaderAtScreen(in, screen, somebodyTypes))
        .orElseGet(() -> new BufferedReader(in));
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(
        new VisibleWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8)), true);
  }
}
