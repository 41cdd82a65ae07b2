package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameters;
import static dev.attractor.domain.simulate.Expectation.Path.ARROW;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.OutputFile;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.simulate.Expectation.Miss;
import dev.attractor.domain.simulate.TestCase;
import dev.attractor.domain.simulate.Walk;
import dev.attractor.ports.config.TestCases;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor test}. */
final class TestCommand implements ProgramCommand {
  private final Terminal terminal;

  private List<Path> files = new ArrayList<>();
  private @Nullable Path junit;
  private boolean json;

  TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Tests pipelines with the cases in FILE.tests.yaml beside each: drives the real planner with",
            "the outcomes that a case names, without effects, and compares what comes of it with what is",
            "expected. Exit code 1 when a case does not hold.")
        .with(
            parameters(Path.class, given -> files = given, "FILE")
                .arity("1..*")
                .description("Pipelines to test."))
        .with(
            option(Path.class, given -> junit = given, "FILE", "--junit")
                .description("Writes the results as JUnit XML, too, over what was there."))
        .with(flag(given -> json = given, "--json").description("One JSON object on stdout."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    List<TestedFile> tested = new ArrayList<>();
    for (Path file : files) {
      CompiledPipeline.of(terminal, app, file)
          .ifPresent(pipeline -> tested.add(test(app, file, pipeline)));
    }
    if (tested.size() < files.size()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    if (junit != null) {
      new OutputFile(terminal.here(junit)).write(JunitXml.of(tested));
    }
    if (json) {
      terminal.fields().json(fields(tested));
    } else {
      print(tested);
    }
    boolean hold = tested.stream().allMatch(file -> file.failed() == 0);
    return (hold ? ExitCode.SUCCESS : ExitCode.RUN_FAILED).code();
  }

  private TestedFile test(AppComponent app, Path file, ValidPipeline pipeline) {
    Path tests = TestCases.beside(file);
    return new TestedFile(
        file.toString(),
        tests.toString(),
        app.testCases().read(terminal.here(tests), pipeline.graph()).stream()
            .map(one -> one.run(pipeline, app.lists().invented(one.script())))
            .toList());
  }

  private void print(List<TestedFile> tested) {
    PrintWriter out = terminal.out();
    int cases = 0;
    long failed = 0;
    for (TestedFile file : tested) {
      for (TestCase.Result result : file.results()) {
        out.printf(
            "%-6s  %s: %s%n",
            result.holds() ? "ok" : "FAILED", file.pipeline(), result.tested().name());
        told(result).forEach(line -> out.println("  " + line));
      }
      cases += file.results().size();
      failed += file.failed();
    }
    out.printf(
        "%d %s, %s%n",
        cases, cases == 1 ? "case" : "cases", failed == 0 ? "all hold" : failed + " failed");
  }

  /** Returns line by line what was expected and what happened; nothing of a case that holds. */
  static List<String> told(TestCase.Result result) {
    List<String> lines = new ArrayList<>();
    for (Miss miss : result.misses()) {
      if (miss.difference().isPresent()) {
        lines.add("%s: expected  %s".formatted(miss.kind(), miss.expected()));
        lines.add("      happened  " + miss.happened());
        lines.add(
            "                "
                + " ".repeat(width(result.walk(), miss.difference().getAsInt()))
                + "^");
      } else {
        lines.add(
            "%s: expected %s, happened: %s"
                .formatted(miss.kind(), miss.expected(), miss.happened()));
      }
    }
    if (!result.holds() && result.misses().stream().allMatch(miss -> miss.difference().isEmpty())) {
      lines.add("way: " + String.join(ARROW, way(result.walk())));
    }
    lines.replaceAll(line -> line.replaceAll("\\R", " "));
    return lines;
  }

  private static List<String> way(Walk walk) {
    return walk.nodes().stream().map(NodeId::value).toList();
  }

  /** Returns how many signs the first nodes of a way take in a line. */
  private static int width(Walk walk, int nodes) {
    return walk.nodes().stream()
        .limit(nodes)
        .mapToInt(id -> id.value().length() + ARROW.length())
        .sum();
  }

  private static Map<String, Object> fields(List<TestedFile> tested) {
    long failed = tested.stream().mapToLong(TestedFile::failed).sum();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ok", failed == 0);
    fields.put("cases", tested.stream().mapToInt(file -> file.results().size()).sum());
    fields.put("failed", failed);
    fields.put(
        "files",
        tested.stream()
            .map(file -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("pipeline", file.pipeline());
              one.put("tests", file.tests());
              one.put("cases", file.results().stream().map(TestCommand::fields).toList());
              return one;
            })
            .toList());
    return fields;
  }

  private static Map<String, Object> fields(TestCase.Result result) {
    Optional<RunEnd> end = result.walk().end();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", result.tested().name());
    fields.put("ok", result.holds());
    fields.put("status", end.map(RunEnd::status).orElse("no end"));
    end.flatMap(RunEnd::exitNode).ifPresent(exit -> fields.put("exit_node", exit.value()));
    if (!result.walk().reason().isEmpty()) {
      fields.put("failure_reason", result.walk().reason());
    }
    fields.put("path", way(result.walk()));
    fields.put("misses", result.misses().stream().map(TestCommand::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Miss miss) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("expectation", miss.kind());
    fields.put("expected", miss.expected());
    fields.put("happened", miss.happened());
    miss.difference().ifPresent(index -> fields.put("first_difference", index));
    return fields;
  }
}
