package dev.attractor.cli.terminal;

import picocli.CommandLine;

/** Commands that belong together. */
public interface Commands {
  /** Adds them to the command line; they work on the terminal. */
  void addTo(CommandLine line, Terminal terminal);
}
