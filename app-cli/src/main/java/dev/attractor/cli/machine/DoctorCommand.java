package dev.attractor.cli.machine;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.PreflightReport.Check;
import dev.attractor.ports.spi.Finding;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor doctor}. */
final class DoctorCommand implements ProgramCommand {
  private final Terminal terminal;

  private @Nullable Path config;
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Looks at the machine: Java, git, disk, agents, plugins; and says what to do.",
            "Exit code 4 when no pipeline with a real agent could run here.")
        .with(
            option(Path.class, given -> config = given, "FILE", "--config")
                .description("Run configuration, YAML or JSON."))
        .with(flag(given -> json = given, "--json").description("One JSON array on stdout."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    PreflightReport report =
        app.examineMachine()
            .examine(
                Optional.ofNullable(config)
                    .map(file -> app.runConfigSource().read(terminal.here(file), app.configNames()))
                    .orElse(RunConfig.DEFAULT),
                terminal.cancellation());
    if (json) {
      terminal.fields().json(report.checks().stream().map(DoctorCommand::fields).toList());
    } else {
      report.checks().forEach(this::print);
    }
    return (report.passed() ? ExitCode.SUCCESS : ExitCode.PREFLIGHT_FAILED).code();
  }

  private void print(Check check) {
    Finding finding = check.finding();
    terminal
        .out()
        .printf(
            "%-5s %s%s%n",
            word(finding.level()),
            check.provider().isEmpty() ? "" : check.provider() + ": ",
            finding.message());
    if (!finding.remedy().isEmpty()) {
      terminal.out().println("      " + finding.remedy());
    }
  }

  private static String word(Finding.Level level) {
    return switch (level) {
      case PASS -> "ok";
      case WARN -> "warn";
      case FAIL -> "fail";
    };
  }

  private static Map<String, String> fields(Check check) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", check.finding().check());
    fields.put("provider", check.provider());
    fields.put("status", check.finding().level().name().toLowerCase(Locale.ROOT));
    fields.put("message", check.finding().message());
    fields.put("remedy", check.finding().remedy());
    return fields;
  }
}
