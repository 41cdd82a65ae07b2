package dev.attractor.cli;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.options;

import dev.attractor.cli.completion.CompletionCommands;
import dev.attractor.cli.control.ControlCommands;
import dev.attractor.cli.dev.DevCommands;
import dev.attractor.cli.inspect.InspectCommands;
import dev.attractor.cli.machine.MachineCommands;
import dev.attractor.cli.pipelines.PipelineCommands;
import dev.attractor.cli.run.RunCommands;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.Commands;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.ports.AttractorException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** The command itself; the work is in its subcommands. */
final class AttractorCommand implements ProgramCommand {
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

  private boolean debug;
  private List<Path> pluginPath = List.of();

  /** Those that every command has. */
  @Override
  public Arguments arguments() {
    return Arguments.of(this, "Runs pipelines of coding agents written as Graphviz DOT graphs.")
        .with(
            flag(_ -> {}, "-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show this help message and exit."))
        .with(
            flag(_ -> {}, "-V", "--version")
                .versionHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Print version information and exit."))
        .with(
            flag(given -> debug = given, "--debug")
                .scopeType(ScopeType.INHERIT)
                .description("Print stack traces of errors."))
        .with(
            options(Path.class, given -> pluginPath = given, "DIR", PLUGIN_PATH)
                .splitRegex(":")
                .scopeType(ScopeType.INHERIT)
                .description("Also looks for plugins in DIR. May be repeated."));
  }

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
  public Integer call() {
    throw AttractorException.usage("no command is given", "attractor --help");
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
    CommandLine line = root.arguments().line().setCommandName("attractor");
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
    tellAlike(line);
    line.setExpandAtFiles(false); // words that begin with @ are ours, and this would hide them
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  /** Has the help of all commands look the same and tell the exit codes. */
  private static void tellAlike(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    Map<String, String> codes = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(Integer.toString(code.code()), code.meaning());
    }
    spec.versionProvider(() -> new String[] {versionLine()});
    spec.usageMessage()
        .sortOptions(false)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes);
    line.getSubcommands().values().forEach(AttractorCommand::tellAlike);
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
}
