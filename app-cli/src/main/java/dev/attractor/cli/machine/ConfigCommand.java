package dev.attractor.cli.machine;

import static java.util.Objects.requireNonNull;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.config.RunConfigSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor config}. */
@Command(description = "Looks at run configurations: show, schema.")
final class ConfigCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(requireNonNull(spec).commandLine(), "show or schema is missing");
  }

  /** {@code attractor config show}. */
  @Command(name = "show", description = "Prints the values that count, and where each comes from.")
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Run configuration, YAML or JSON.")
    private @Nullable Path config;

    @Option(names = "--json", description = "One JSON array on stdout.")
    private boolean json;

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      AppComponent app = AppComponent.of(terminal);
      List<RunConfigSource.Explained> values =
          app.runConfigSource()
              .explain(Optional.ofNullable(config).map(terminal::here), app.configNames());
      if (json) {
        terminal.fields().json(values.stream().map(Show::fields).toList());
      } else {
        values.forEach(value ->
            terminal.out().printf("%s: %s  # %s%n", value.key(), value.value(), value.origin()));
      }
      return ExitCode.SUCCESS.code();
    }

    private static Map<String, Object> fields(RunConfigSource.Explained value) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("key", value.key());
      fields.put("value", JsonMapper.shared().readTree(value.value()));
      fields.put("origin", value.origin());
      return fields;
    }
  }

  /** {@code attractor config schema}. */
  @Command(name = "schema", description = "Prints the JSON Schema of configurations, for editors.")
  static final class Schema implements Callable<Integer> {
    private final Terminal terminal;

    Schema(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      terminal.out().print(AppComponent.of(terminal).runConfigSource().schema());
      return ExitCode.SUCCESS.code();
    }
  }
}
