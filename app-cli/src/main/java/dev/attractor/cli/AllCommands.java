package dev.attractor.cli;

import dev.attractor.cli.completion.CompletionCommands;
import dev.attractor.cli.control.ControlCommands;
import dev.attractor.cli.dev.DevCommands;
import dev.attractor.cli.inspect.InspectCommands;
import dev.attractor.cli.machine.MachineCommands;
import dev.attractor.cli.pipelines.PipelineCommands;
import dev.attractor.cli.run.RunCommands;
import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of the program. */
final class AllCommands {
  private static final List<Commands> GROUPS =
      List.of(
          new RunCommands(Main.class),
          new PipelineCommands(),
          new InspectCommands(),
          new ControlCommands(),
          new MachineCommands(),
          new CompletionCommands(
              (terminal, words) -> line(new AttractorCommand(), terminal, words),
              AllCommands::entries),
          new DevCommands());

  private AllCommands() {}

  /** Returns them in the order of the help. */
  private static List<Commands.Entry> entries() {
    return GROUPS.stream().flatMap(group -> group.entries().stream()).toList();
  }

  /**
   * Returns a command line for these words. It has a model of the command that is asked for. Else
   * names and what they are for are enough: for the help in a list, and for who mistypes one as
   * commands, so that the right name is found.
   */
  static CommandLine line(AttractorCommand root, Terminal terminal, List<String> words) {
    CommandLine line = new CommandLine(root);
    List<Commands.Entry> all = entries();
    Optional<String> wanted = AttractorCommand.command(words);
    Optional<Commands.Entry> asked =
        all.stream().filter(entry -> wanted.equals(Optional.of(entry.name()))).findFirst();
    if (asked.isPresent()) {
      line.addSubcommand(asked.get().name(), asked.get().model().apply(terminal));
    } else if (wanted.isPresent()) {
      all.forEach(entry -> line.addSubcommand(entry.name(), CommandSpec.create()));
    } else {
      AttractorCommand.listInHelp(line, all);
    }
    line.setExpandAtFiles(false); // words that begin with @ are ours, and this would hide them
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }
}
