package dev.attractor.cli.completion;

import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Helps shells to complete what a person types. */
public final class CompletionCommands implements Commands {
  private final BiFunction<Terminal, List<String>, CommandLine> line;
  private final Supplier<List<Entry>> all;

  /**
   * Makes them.
   *
   * @param line makes the command line that these words are for
   * @param all tells all commands
   */
  public CompletionCommands(
      BiFunction<Terminal, List<String>, CommandLine> line, Supplier<List<Entry>> all) {
    this.line = line;
    this.all = all;
  }

  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of(
            "completion",
            "Prints what has a shell complete commands, options, runs and nodes.",
            terminal ->
                new CompletionCommand(
                    terminal,
                    words ->
                        new Candidates(terminal, all.get(), line.apply(terminal, words))
                            .of(words))));
  }
}
