package dev.attractor.cli.screen;

import java.io.Console;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operating system knows of the terminal that a program has. The JDK only tells whether
 * input and output both are one, but the output of a run often goes into a file; and nothing of its
 * size.
 */
public enum TerminalDevice {
  INPUT(0),
  OUTPUT(1),
  ERRORS(2);

  private static final Screen.Size USUAL = new Screen.Size(80, 24);
  private static final long LINUX_WINDOW_SIZE = 0x5413L;
  private static final long BSD_WINDOW_SIZE = 0x40087468L;

  /** Rows, columns, and two numbers that are of no use. */
  private static final int NUMBERS = 4;

  private final int descriptor;

  TerminalDevice(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Returns whether a person is there. */
  public boolean isTerminal() {
    return !isSurelyNone() && (isConsole() || isTerminalForTheSystem());
  }

  /** To ask the system takes longer than all else that a small command does. */
  private boolean isSurelyNone() {
    String open = whatIsOpen();
    return open.startsWith("pipe:")
        || open.startsWith("socket:")
        || open.equals("/dev/null")
        || (!open.isEmpty() && Files.isRegularFile(Path.of(open)));
  }

  /** The JDK knows of input and output together. */
  private boolean isConsole() {
    boolean isThere = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    String open = whatIsOpen();
    return isThere && (this != ERRORS || (!open.isEmpty() && open.equals(OUTPUT.whatIsOpen())));
  }

  /** Returns what Linux calls it; empty where that is not to be found out. */
  private String whatIsOpen() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }

  private boolean isTerminalForTheSystem() {
    try {
      return (int)
              function("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(descriptor)
          == 1;
    } catch (Throwable e) { // a method handle declares no less
      throw new LinkageError("this machine cannot tell what its terminal is", e);
    }
  }

  /** Returns whether what is written to one appears among what is written to the other. */
  public boolean isSameTerminalAs(TerminalDevice other) {
    try {
      return isTerminal()
          && other.isTerminal()
          && Files.isSameFile(
              Path.of("/dev/fd/" + descriptor), Path.of("/dev/fd/" + other.descriptor));
    } catch (IOException e) {
      return true; // as it nearly always is
    }
  }

  /**
   * Returns how large it is now.
   *
   * @param variables tell it where the terminal does not: {@code COLUMNS} and {@code LINES}
   */
  public Screen.Size size(Map<String, String> variables) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, NUMBERS);
      boolean isTold = (int) WindowSize.ASK.invokeExact(descriptor, windowSize(), size) == 0;
      int rows = isTold ? size.getAtIndex(ValueLayout.JAVA_SHORT, 0) : 0;
      int columns = isTold ? size.getAtIndex(ValueLayout.JAVA_SHORT, 1) : 0;
      return new Screen.Size(
          columns > 0 ? columns : number(variables.get("COLUMNS"), USUAL.columns()),
          rows > 0 ? rows : number(variables.get("LINES"), USUAL.rows()));
    } catch (Throwable e) { // a method handle declares no less
      throw new LinkageError("this machine cannot tell how large its terminal is", e);
    }
  }

  private static long windowSize() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
        ? LINUX_WINDOW_SIZE
        : BSD_WINDOW_SIZE;
  }

  private static int number(@Nullable String text, int usual) {
    return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : usual;
  }

  @SuppressWarnings("restricted") // the launcher allows it
  private static MethodHandle function(
      String name, FunctionDescriptor kind, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), kind, options);
  }

  /** Made once it is asked for. */
  private static final class WindowSize {
    static final MethodHandle ASK =
        function(
            "ioctl",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
  }
}
