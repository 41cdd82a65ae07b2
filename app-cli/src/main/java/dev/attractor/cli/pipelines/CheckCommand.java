package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.check.CheckReport;
import dev.attractor.domain.check.StaticCheck;
import dev.attractor.domain.compile.ValidPipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code attractor check}. */
@Command(
    name = "check",
    description = {
      "Tells what can happen in any run of a pipeline, over every outcome each stage can have:",
      "can a run end in success, is a failure accepted on the way, is there an endless circle,",
      "what never runs, which failed fan-ins end the run. Exit code 1 when something is wrong."
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(arity = "1", paramLabel = "FILE", description = "The pipeline.")
  private Path file = Path.of("");

  @Option(names = "--json", description = "One JSON object on stdout.")
  private boolean json;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
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
      terminal.out().println(json(report));
    } else {
      print(report);
    }
    return (report.hasProblems() ? ExitCode.RUN_FAILED : ExitCode.SUCCESS).code();
  }

  private void print(CheckReport report) {
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
          "no failure can reach success: none is accepted, and what nothing handles fails the run");
    }
    out.printf("looked at %d situations%n", report.situations());
    report.approximations().forEach(line -> out.println("approximated: " + line));
  }

  private static String json(CheckReport report) {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    object.put("ok", !report.hasProblems());
    object.put("failure_can_reach_success", report.failureCanReachSuccess());
    ArrayNode findings = object.putArray("findings");
    report
        .findings()
        .forEach(finding -> {
          ObjectNode item = findings.addObject();
          item.put("kind", finding.kind().word());
          item.put("problem", finding.kind().isProblem());
          item.put("node", finding.nodeId());
          item.put("message", finding.message());
          add(item.putArray("path"), finding.path());
        });
    add(object.putArray("shortest_success"), report.pathToExit());
    add(object.putArray("approximations"), report.approximations());
    object.put("situations", report.situations());
    return object.toString();
  }

  private static void add(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
