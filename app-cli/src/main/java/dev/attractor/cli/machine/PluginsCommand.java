package dev.attractor.cli.machine;

import static dev.attractor.cli.terminal.Arguments.flag;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.plugins.Plugin;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.spi.RunListener;
import dev.attractor.ports.spi.graph.GraphRule;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code attractor plugins}. */
final class PluginsCommand implements ProgramCommand {
  private final Terminal terminal;

  private boolean json;

  PluginsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Lists the plugins, where they come from and what they add.",
            "Plugins are the sub-folders and jars of ${XDG_CONFIG_HOME:-~/.config}/attractor/plugins and"
                + " of the folders that --plugin-path names. Exit code 2 when one cannot be used.")
        .with(flag(given -> json = given, "--json").description("One JSON array on stdout."));
  }

  @Override
  public Integer call() {
    List<Plugin> plugins = AppComponent.of(terminal).pluginCatalog().plugins();
    if (json) {
      terminal.fields().json(plugins.stream().map(PluginsCommand::fields).toList());
    } else {
      plugins.forEach(this::print);
    }
    boolean allUsable = plugins.stream().allMatch(plugin -> plugin.trouble().isEmpty());
    return (allUsable ? ExitCode.SUCCESS : ExitCode.USAGE).code();
  }

  private void print(Plugin plugin) {
    terminal.out().printf("%s (%s)%n", plugin.name(), plugin.origin());
    plugin
        .trouble()
        .ifPresent(trouble -> {
          terminal.out().println("  cannot be used: " + trouble);
          terminal.out().println("  update or remove " + plugin.origin());
        });
    adds(plugin)
        .forEach((what, names) -> {
          if (!names.isEmpty()) {
            terminal.out().printf("  %s: %s%n", what, String.join(", ", names));
          }
        });
  }

  private static Map<String, List<String>> adds(Plugin plugin) {
    Map<String, List<String>> adds = new LinkedHashMap<>();
    adds.put("providers", names(plugin.agentProviders(), AgentProvider::name));
    adds.put("stage_types", names(plugin.stageHandlers(), CustomStageHandler::type));
    adds.put("lint_rules", names(plugin.lintRules(), GraphRule::id));
    adds.put("transforms", names(plugin.transforms(), GraphTransform::name));
    adds.put("run_observers", names(plugin.runObservers(), RunListener::name));
    return adds;
  }

  private static <T> List<String> names(List<T> things, Function<T, String> name) {
    return things.stream().map(name).toList();
  }

  private static Map<String, Object> fields(Plugin plugin) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", plugin.name());
    fields.put("origin", plugin.origin());
    fields.putAll(adds(plugin));
    plugin.trouble().ifPresent(trouble -> fields.put("trouble", trouble));
    return fields;
  }
}
