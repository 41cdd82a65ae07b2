package dev.attractor.cli.run;

import static dev.attractor.cli.run.Situation.nested;
import static dev.attractor.cli.run.Situation.row;
import static dev.attractor.cli.run.Situation.written;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pipelines, configurations and scripts that somebody has sent, made to harm whoever reads them.
 * People are told which file it is and what is wrong with it.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileSourcesTest {
  private static final int DEEP = 100_000;

  @RegisterExtension private final Workbench bench = new Workbench();

  private static Stream<Situation> configurations() {
    String run = "run FOLDER/p.dot --run-id=other --config=FOLDER/c.";
    return Stream.of(
        row("deep YAML", written("c.yaml", nested("[", "]")), run + "yaml", "c.yaml"),
        row("deep YAML mappings", written("c.yaml", "a: {".repeat(DEEP)), run + "yaml", "c.yaml"),
        row("deep JSON of people", written("c.json", nested("[", "]")), run + "json", "c.json"),
        row("a bomb of aliases", written("c.yaml", bomb()), run + "yaml", "c.yaml"),
        row("an alias of itself", written("c.yaml", "variables: &a {x: *a}"), run + "yaml"),
        row(
            "a key twice in YAML",
            written("c.yaml", "version: 1\nversion: 1\n"),
            run + "yaml",
            "c.yaml",
            "version"),
        row(
            "a tag that makes objects",
            written("c.yaml", "variables: !!javax.script.ScriptEngineManager [x]"),
            run + "yaml",
            "c.yaml:1:1",
            "variables"),
        row(
            "a limit of 10^999999999",
            written("c.yaml", "runtime_policy: {stage_timeout_ms: 1e999999999}"),
            run + "yaml",
            "c.yaml",
            "stage_timeout_ms"),
        row(
            "a limit of 400 digits",
            written("c.yaml", "runtime_policy: {stage_timeout_ms: %s}".formatted("9".repeat(400))),
            run + "yaml",
            "c.yaml"),
        row(
            "a limit that is NaN",
            written("c.json", "{\"runtime_policy\":{\"stage_timeout_ms\":NaN}}"),
            run + "json",
            "c.json",
            "NaN"),
        row(
            "a prefix out of the branches",
            written("c.yaml", "git: {run_branch_prefix: ../../heads}"),
            run + "yaml",
            "../../heads"),
        row(
            "an option for a prefix",
            written("c.yaml", "git: {run_branch_prefix: --all}"),
            run + "yaml",
            "--all"),
        row(
            "a prefix with a control sign",
            written("c.yaml", "git: {run_branch_prefix: \"a\\eb\"}"),
            run + "yaml",
            "prefix"),
        row(
            "a catalog that is a device",
            written("c.yaml", "modeldb: {litellm_catalog_path: /dev/zero}"),
            run + "yaml",
            "/dev/zero",
            "no regular file"));
  }

  private static String bomb() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
    for (int n = 1; n < 60; n++) {
      yaml.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]\n".formatted(n, n - 1));
    }
    return yaml.toString();
  }

  private static Stream<Situation> pipelines() {
    return Stream.of(
            row("deep subgraphs", written("x.dot", "digraph g " + nested("{", "}")), "x.dot"),
            row(
                "deep subgraphs with names",
                written("x.dot", "digraph g {" + "subgraph a {".repeat(DEEP)),
                "x.dot"),
            row(
                "an id of 10 MB",
                written("x.dot", "digraph g { " + "x".repeat(10_000_000) + " }"),
                "x.dot"),
            row(
                "a text without an end",
                written("x.dot", "digraph g { a [label=\"" + "x".repeat(99)),
                "x.dot"),
            row(
                "a deep condition",
                written(
                    "x.dot",
                    SamplePipelines.framed(
                        "start -> exit [condition=\"%s\"]".formatted("!(".repeat(DEEP)))),
                "x.dot"),
            row(
                "a limit beyond all times",
                written(
                    "x.dot",
                    SamplePipelines.framed(
                        "a [shape=parallelogram tool_command=true timeout=\"%sd\"] start -> a -> exit"
                            .formatted("9".repeat(400)))),
                "x.dot"),
            row(
                "visits beyond all numbers",
                written(
                    "x.dot",
                    SamplePipelines.framed(
                        "a [shape=parallelogram tool_command=true max_retries=1e999999999]"
                            + " start -> a -> exit")),
                "x.dot"),
            row(
                "a part that is the whole",
                written(
                    "x.dot",
                    SamplePipelines.framed(
                        "a [type=pipeline pipeline_file=\"x.dot\"] start -> a -> exit")),
                "x.dot"),
            row(
                "a part that is a device",
                written(
                    "x.dot",
                    SamplePipelines.framed(
                        "a [type=pipeline pipeline_file=\"/dev/zero\"] start -> a -> exit")),
                "/dev/zero"),
            row(
                "a prompt that is a device",
                written(
                    "x.dot",
                    SamplePipelines.framed("a [prompt=\"@/dev/zero\"] start -> a -> exit")),
                "/dev/zero"),
            row(
                "an id from right to left",
                written(
                    "x.dot",
                    SamplePipelines.framed(
                        "\"\u202ea\" [shape=parallelogram"
                            + " tool_command=true] start -> \"\u202ea\" -> exit")),
                "x.dot"),
            row(
                "an id that leads out",
                written(
                    "x.dot",
                    SamplePipelines.framed(
                        "\"../../canaries\" [shape=parallelogram"
                            + " tool_command=true] start -> \"../../canaries\" -> exit")),
                "x.dot"))
        .map(row ->
            new Situation(
                "pipeline: " + row.name(),
                row.making(),
                "validate FOLDER/x.dot",
                List.of(row.command())));
  }

  private static Stream<Situation> scripts() {
    String simulate = "simulate FOLDER/p.dot --script=FOLDER/s.yaml";
    return Stream.of(
        row("script: deep", written("s.yaml", nested("[", "]")), simulate, "s.yaml"),
        row("script: a bomb of aliases", written("s.yaml", bomb()), simulate),
        row("script: a list", written("s.yaml", "[a]"), simulate, "s.yaml"),
        row(
            "script: a key twice",
            written("s.yaml", "a: [fail]\na: [success]"),
            simulate,
            "s.yaml"),
        row(
            "script: a device",
            run -> Files.createSymbolicLink(run.bench().path("s.yaml"), Path.of("/dev/zero")),
            simulate,
            "s.yaml",
            "no regular file"));
  }

  static Stream<Situation> rows() {
    return Stream.of(configurations(), pipelines(), scripts()).flatMap(rows -> rows);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void peopleAreToldWhatIsWrong(Situation row) throws IOException {
    row.meet(bench);
  }
}
