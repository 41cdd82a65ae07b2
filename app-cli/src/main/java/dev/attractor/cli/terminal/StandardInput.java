package dev.attractor.cli.terminal;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** What the standard input of the program is. */
public final class StandardInput {
  private StandardInput() {}

  /**
   * Returns whether somebody types there. The JDK only tells whether input and output both are a
   * terminal, but the output of a run often goes into a file.
   */
  @SuppressWarnings("restricted") // the launcher allows it
  public static boolean isTerminal() {
    Linker linker = Linker.nativeLinker();
    try {
      return (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("isatty"),
                      FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                  .invokeExact(0)
          == 1;
    } catch (Throwable e) { // a method handle declares no less
      throw new LinkageError("this machine cannot tell whether its input is a terminal", e);
    }
  }
}
