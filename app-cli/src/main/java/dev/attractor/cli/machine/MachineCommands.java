package dev.attractor.cli.machine;

import dev.attractor.cli.terminal.Commands;
import java.util.List;

/** Commands that look at this machine and what it is set to. */
public final class MachineCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of(
            "doctor",
            "Looks at the machine: Java, git, disk, agents, plugins; and says what to do.",
            DoctorCommand::new),
        new Entry(
            "config",
            "Looks at run configurations: show, schema.",
            terminal ->
                new ConfigCommand()
                    .arguments()
                    .line()
                    .addSubcommand("show", new ConfigCommand.Show(terminal).arguments().line())
                    .addSubcommand(
                        "schema", new ConfigCommand.Schema(terminal).arguments().line())),
        Entry.of(
            "plugins",
            "Lists the plugins, where they come from and what they add.",
            PluginsCommand::new),
        Entry.of(
            "upgrade",
            "Tells which version is the newest; never changes anything.",
            UpgradeCommand::new));
  }
}
