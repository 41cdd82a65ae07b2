package dev.attractor.cli;

import static java.util.Objects.requireNonNull;

import dev.attractor.cli.completion.CompletionCommands;
import dev.attractor.cli.control.ControlCommands;
import dev.attractor.cli.dev.DevCommands;
import dev.attractor.cli.inspect.InspectCommands;
import dev.attractor.cli.machine.MachineCommands;
import dev.attractor.cli.pipelines.PipelineCommands;
import dev.attractor.cli.run.RunCommands;
import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself; the work is in its subcommands. */
@Command(
    name = "attractor",
    description = "Runs pipelines of coding agents written as Graphviz DOT graphs.",
    versionProvider = AttractorCommand.Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:the run failed",
      "2:wrong usage or configuration",
      "3:invalid pipeline",
      "4:a preflight check failed",
      "5:the run was canceled",
      "7:the driver of a followed run has died",
      "70:internal error",
      "75:not over yet (wait)"
    })
final class AttractorCommand implements Runnable {
  private static final List<Commands> GROUPS =
      List.of(
          new RunCommands(Main.class),
          new PipelineCommands(),
          new InspectCommands(),
          new ControlCommands(),
          new MachineCommands(),
          new CompletionCommands(
              (terminal, words) -> line(new AttractorCommand(), terminal, words),
              AttractorCommand::entries),
          new DevCommands());

  private static final int INDENT = 2;
  private static final int GAP = 2;
  private static final String PLUGIN_PATH = "--plugin-path";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  @Option(
      names = PLUGIN_PATH,
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      split = ":",
      description = "Also looks for plugins in DIR. May be repeated.")
  private List<Path> pluginPath = new ArrayList<>();

  /** Returns the first word that is no option, nor the value of one. */
  static Optional<String> command(List<String> args) {
    boolean isValue = false;
    for (String word : args) {
      if (!isValue && !word.startsWith("-")) {
        return Optional.of(word);
      }
      isValue = !isValue && word.equals(PLUGIN_PATH);
    }
    return Optional.empty();
  }

  List<Path> pluginPath() {
    return pluginPath;
  }

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(requireNonNull(spec).commandLine(), "no command is given");
  }

  static boolean asksForTheVersion(String word) {
    return word.equals("--version") || word.equals("-V");
  }

  static String versionLine() {
    return "attractor " + Terminal.version();
  }

  /** Returns all commands in the order of the help. */
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
    Optional<String> wanted = command(words);
    Optional<Commands.Entry> asked =
        all.stream().filter(entry -> wanted.equals(Optional.of(entry.name()))).findFirst();
    if (asked.isPresent()) {
      line.addSubcommand(asked.get().name(), asked.get().model().apply(terminal));
    } else if (wanted.isPresent()) {
      all.forEach(entry -> line.addSubcommand(entry.name(), CommandSpec.create()));
    } else {
      listInHelp(line, all);
    }
    line.setExpandAtFiles(false); // words that begin with @ are ours, and this would hide them
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  /** Has the help list commands that are not there. */
  static void listInHelp(CommandLine line, List<Commands.Entry> commands) {
    CommandSpec spec = line.getCommandSpec();
    spec.usageMessage().customSynopsis(synopsis(spec) + " [COMMAND]");
    int widest = commands.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
    line.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
            help -> {
              TextTable table =
                  TextTable.forColumns(
                      help.colorScheme(),
                      new Column(widest + INDENT + GAP, INDENT, Overflow.SPAN),
                      new Column(
                          spec.usageMessage().width() - widest - INDENT - GAP, 0, Overflow.WRAP));
              commands.forEach(entry -> table.addRowValues(entry.name(), entry.purpose()));
              return "Commands:%n".formatted() + table;
            });
  }

  private static String synopsis(CommandSpec spec) {
    return new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF))
        .synopsis(0)
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** Prints the version. */
  static final class Version implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {versionLine()};
    }
  }
}
