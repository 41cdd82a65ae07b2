package dev.attractor.cli;

import dev.attractor.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of errors.")
  private boolean debug;

  @Option(
      names = "--plugin-path",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      split = ":",
      description = "Also looks for plugins in DIR. May be repeated.")
  private List<Path> pluginPath = new ArrayList<>();

  List<Path> pluginPath() {
    return pluginPath;
  }

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command is given");
  }

  /** Prints the version. */
  static final class Version implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"attractor " + Terminal.version()};
    }
  }
}
