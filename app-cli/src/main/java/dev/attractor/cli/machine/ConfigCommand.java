package dev.attractor.cli.machine;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.RunConfigSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor config}. */
final class ConfigCommand implements ProgramCommand {
  @Override
  public Arguments arguments() {
    return Arguments.of(this, "Looks at run configurations: show, schema.");
  }

  @Override
  public Integer call() {
    throw AttractorException.usage("show or schema is missing", "attractor config --help");
  }

  /** {@code attractor config show}. */
  static final class Show implements ProgramCommand {
    private final Terminal terminal;
    private @Nullable Path config;
    private boolean json;

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Arguments arguments() {
      return Arguments.of(this, "Prints the values that count, and where each comes from.")
          .with(
              option(Path.class, given -> config = given, "FILE", "--config")
                  .description("Run configuration, YAML or JSON."))
          .with(flag(given -> json = given, "--json").description("One JSON array on stdout."));
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
  static final class Schema implements ProgramCommand {
    private final Terminal terminal;

    Schema(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Arguments arguments() {
      return Arguments.of(this, "Prints the JSON Schema of configurations, for editors.");
    }

    @Override
    public Integer call() {
      terminal.out().print(AppComponent.of(terminal).runConfigSource().schema());
      return ExitCode.SUCCESS.code();
    }
  }
}
