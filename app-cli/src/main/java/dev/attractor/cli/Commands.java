package dev.attractor.cli;

import picocli.CommandLine;

/** Commands that belong together. */
interface Commands {
  /** Adds them to the command line; they work on the terminal. */
  void addTo(CommandLine line, Terminal terminal);
}
