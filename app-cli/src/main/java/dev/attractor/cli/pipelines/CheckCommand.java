package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.check.CheckFinding;
import dev.attractor.domain.check.CheckReport;
import dev.attractor.domain.check.StaticCheck;
import dev.attractor.domain.compile.ValidPipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code attractor check}. */
final class CheckCommand implements ProgramCommand {
  private final Terminal terminal;

  private Path file = Path.of("");
  private boolean json;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Tells what can happen in any run of a pipeline, over every outcome each stage can have:",
            "can a run end in success, is a failure accepted on the way, is there an endless circle,",
            "what never runs, which failed fan-ins end the run. Exit code 1 when something is wrong.")
        .with(
            parameter(Path.class, given -> file = given, "FILE")
                .arity("1")
                .description("The pipeline."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    Optional<ValidPipeline> pipeline =
        CompiledPipeline.of(terminal, AppComponent.of(terminal), file);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    CheckReport report = StaticCheck.check(pipeline.get());
    if (json) {
      terminal.fields().json(fields(report));
    } else {
      print(report, pipeline.get());
    }
    return (report.hasProblems() ? ExitCode.RUN_FAILED : ExitCode.SUCCESS).code();
  }

  private void print(CheckReport report, ValidPipeline pipeline) {
    PrintWriter out = terminal.out();
    report
        .findings()
        .forEach(finding -> {
          out.printf(
              "%s: %s [%s]%n",
              finding.kind().isProblem() ? "problem" : "note",
              finding.message(),
              finding.kind().word());
          if (!finding.path().isEmpty()) {
            out.println("  for example: " + String.join(" -> ", finding.path()));
          }
        });
    if (!report.pathToExit().isEmpty()) {
      out.println("shortest success: " + String.join(" -> ", report.pathToExit()));
    }
    if (!report.failureCanReachSuccess()) {
      out.println(
          "no failure can reach success: none is accepted, and what nothing handles fails the run"
              + (pipeline.goalGates().isEmpty()
                  ? ""
                  : ", unless a goal gate visited later ends well: that vouches for the result"));
    }
    out.printf("looked at %d situations%n", report.situations());
    report.approximations().forEach(line -> out.println("approximated: " + line));
  }

  private static Map<String, Object> fields(CheckReport report) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ok", !report.hasProblems());
    fields.put("failure_can_reach_success", report.failureCanReachSuccess());
    fields.put("findings", report.findings().stream().map(CheckCommand::fields).toList());
    fields.put("shortest_success", report.pathToExit());
    fields.put("approximations", report.approximations());
    fields.put("situations", report.situations());
    return fields;
  }

  private static Map<String, Object> fields(CheckFinding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", finding.kind().word());
    fields.put("problem", finding.kind().isProblem());
    fields.put("node", finding.nodeId());
    fields.put("message", finding.message());
    fields.put("path", finding.path());
    return fields;
  }
}
