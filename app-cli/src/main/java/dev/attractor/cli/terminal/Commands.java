package dev.attractor.cli.terminal;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** Commands that belong together. */
public interface Commands {
  /** Returns them in the order in which the help tells them. */
  List<Entry> entries();

  /**
   * A command as the help lists it. What it takes is made for the one that is asked for alone.
   *
   * @param name what a person types
   * @param purpose what it is for, one line
   * @param model makes the command with its options, on a terminal
   */
  record Entry(String name, String purpose, Function<Terminal, CommandLine> model) {
    /** Makes one without commands of its own. */
    public static Entry of(
        String name, String purpose, Function<Terminal, ProgramCommand> command) {
      return new Entry(name, purpose, terminal -> command.apply(terminal).arguments().line());
    }
  }
}
