package dev.attractor.cli.dev;

import dev.attractor.cli.terminal.Commands;
import java.util.List;

/** Tools for those who write pipelines and plugins. */
public final class DevCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        new Entry(
            "dev",
            "Tools for trying things out: mock-llm is a model that is played.",
            terminal ->
                new DevCommand()
                    .arguments()
                    .line()
                    .addSubcommand("mock-llm", new MockLlmCommand(terminal).arguments().line())));
  }
}
