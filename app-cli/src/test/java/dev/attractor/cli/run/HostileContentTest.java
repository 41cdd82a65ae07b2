package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/security.md, "Not trusted": what stands in files that come from elsewhere was made to harm
 * whoever reads it. People are told which file it is and what is wrong with it.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileContentTest {
  private static final int DEEP = 100_000;

  @RegisterExtension private final Workbench bench = new Workbench();

  /** What somebody has made. */
  @FunctionalInterface
  interface Making {
    void make(HarmedRun run) throws IOException;
  }

  /**
   * A situation.
   *
   * @param command with {@code LOGS} for the folder of the run, and {@code FOLDER} for the one
   *     around the repository
   * @param said what people are told; nothing when the command does its work
   */
  record Row(String name, Making making, String command, List<String> said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, Making making, String command, String... said) {
    return new Row(name, making, command, List.of(said));
  }

  private static String nested(String open, String close) {
    return open.repeat(DEEP) + close.repeat(DEEP);
  }

  private static Making written(String name, String text) {
    return run -> Files.writeString(run.bench().path(name), text);
  }

  private static Making manifest(String field, String value) {
    return run -> run.setInManifest(field, value);
  }

  private static Making lastLine(String found, String other) {
    return run ->
        run.changeLast(line -> {
          assertThat(line).containsPattern(found);
          return line.replaceFirst(found, other);
        });
  }

  private static Making anyLine(String found, String other) {
    return run ->
        run.changeAll(text -> {
          assertThat(text).containsPattern(found);
          return text.replaceAll(found, other);
        });
  }

  private static final String STATUS = "status night";
  private static final String RESUME = "resume --logs-root=LOGS";

  private static Stream<Row> manifests() {
    String place = "manifest.json";
    return Stream.of(
        row(
            "deep JSON",
            run -> run.put(place, nested("[", "]")),
            STATUS,
            place,
            "nested too deeply"),
        row("deep mapping", run -> run.put(place, "{\"a\":".repeat(DEEP)), STATUS, place),
        row(
            "a key twice",
            run -> run.put(place, "{\"run_id\":\"night\",\"run_id\":\"other\"}"),
            STATUS,
            place,
            "run_id"),
        row("no number", run -> run.put(place, "{\"run_id\":NaN}"), STATUS, place, "NaN"),
        row("something behind it", run -> run.put(place, "{} {}"), STATUS, place, "behind its end"),
        row(
            "no text",
            run -> Files.write(run.logs().resolve(place), new byte[] {(byte) 0xff}),
            STATUS,
            place,
            "UTF-8"),
        row("a list", run -> run.put(place, "[]"), STATUS, place),
        row("nothing", run -> run.put(place, ""), STATUS, place),
        row("an id from right to left", manifest("run_id", "\u202enight"), STATUS, place),
        row("an id with a NUL", manifest("run_id", "night\u0000"), STATUS, place),
        row("an id out of the folder", manifest("run_id", "/../night"), STATUS, place),
        row("a branch that is a lock", manifest("run_branch", "x.lock"), STATUS, place, "x.lock"),
        row("a branch at a time", manifest("run_branch", "a@{1}"), STATUS, place, "a@{1}"),
        row("a branch of many", manifest("run_branch", "refs/*"), STATUS, place, "refs/*"),
        row("an option for a branch", manifest("run_branch", "--all"), STATUS, place, "--all"),
        row("the year 10^9", manifest("started_at", "+1000000000-12-31T23:59:59Z"), STATUS),
        row(
            "no year there is",
            manifest("started_at", "+1000000001-01-01T00:00:00Z"),
            STATUS,
            place),
        row("a word of 10 MB", manifest("goal", "x".repeat(10_000_000)), STATUS),
        row("a repository of NUL", manifest("repo", "\u0000"), STATUS, place),
        row(
            "a repository that is a pipe",
            run -> run.setInManifest("repo", run.bench().path("pipe").toString()),
            STATUS));
  }

  private static Stream<Row> journals() {
    String place = "progress.ndjson";
    return Stream.of(
        row(
            "a cost of 10^999999999",
            run -> run.changeLast(HostileContentTest::costing),
            STATUS,
            place,
            "line 12",
            "number"),
        row("a time before all times", anyLine("\"ts\":\"\\d+", "\"ts\":\"-999999999"), STATUS),
        row("a time after all times", anyLine("\"ts\":\"\\d+", "\"ts\":\"+999999999"), RESUME),
        row("no time", anyLine("\"ts\":\"[^\"]+", "\"ts\":\"NaN"), STATUS, place, "line 1"),
        row("a sequence of 10^999", lastLine("\"seq\":\\d+", "\"seq\":1e999"), STATUS, place),
        row("a sequence of NaN", lastLine("\"seq\":\\d+", "\"seq\":NaN"), STATUS, place, "NaN"),
        row("a sequence that jumps", lastLine("\"seq\":\\d+", "\"seq\":99"), STATUS, place, "99"),
        row("a visit of 10^99", anyLine("\"visit\":\\d+", "\"visit\":1e99"), STATUS, place),
        row("a visit before the first", anyLine("\"visit\":\\d+", "\"visit\":-1"), STATUS, place),
        row(
            "another run",
            anyLine("\"run_id\":\"night\"", "\"run_id\":\"other\""),
            RESUME,
            "manifest.json",
            "other"),
        row(
            "another branch",
            anyLine("attractor/run/night", "kept"),
            RESUME,
            "manifest.json",
            "kept"),
        row("two runs in one", run -> run.changeAll(text -> text + text), STATUS, place, "line 13"),
        row(
            "a node from right to left",
            anyLine("\"a\"", "\"\u202ea\""),
            RESUME,
            place,
            "not the id of a node"),
        row(
            "a torn line that never ends",
            run -> {
              try (RandomAccessFile file =
                  new RandomAccessFile(run.logs().resolve(place).toFile(), "rw")) {
                file.setLength(5L << 30);
              }
            },
            STATUS,
            place,
            "64 MB"));
  }

  /** A fact with a cost: the one that ends an attempt. */
  private static String costing(String line) {
    String used = ",\"usage\":{\"input_tokens\":1,\"output_tokens\":1,\"cost_usd\":1e999999999}}";
    return line.replaceFirst(
        "\"seq\":\\d+,.*",
        "\"seq\":12,\"ts\":\"2026-01-01T00:00:00Z\","
            + "\"run_id\":\"night\",\"event\":\"stage_attempt_end\",\"node_id\":\"a\",\"visit\":1,"
            + "\"attempt\":1,\"status\":\"success\",\"duration_ms\":1,\"commit\":\""
            + "0".repeat(40)
            + "\""
            + used);
  }

  private static Stream<Row> processes() {
    String here = ProcessHandle.current().pid() + "";
    String[] nobody = {"nobody drives the run"};
    String[] elsewhere = {"driven by process", "stop it there"};
    String[] busy = {"run.pid", "being driven by another process"};
    return Stream.of(
            driver(here, nobody),
            driver(here + " 1", nobody),
            driver(here + "  \n\n", nobody),
            driver("-1 1 host", nobody),
            driver("+1 1 host", nobody),
            driver("99999999999999999999 1 host", nobody),
            driver("1e9 1 host", nobody),
            driver("\u0000 \u0000 \u0000", nobody),
            driver("0 0 nowhere", elsewhere, busy),
            driver("1 1 nowhere", elsewhere, busy),
            driver(here + " 1 \u202enowhere", elsewhere, busy))
        .flatMap(rows -> rows);
  }

  /** Who drives the run, as {@code run.pid} says: stopped, and resumed beside. */
  private static Stream<Row> driver(String text, String[] stop, String... resume) {
    Making making = run -> run.put("run.pid", text);
    String name = "run.pid says '%s', ".formatted(text.replaceAll("\\p{Cntrl}", "?"));
    return Stream.of(
        row(name + "stop", making, "stop night --force", stop),
        row(name + "resume", making, RESUME, resume));
  }

  private static Stream<Row> configurations() {
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
            "c.yaml",
            "variables is not a mapping"),
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

  private static Stream<Row> pipelines() {
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
            new Row(
                "pipeline: " + row.name,
                row.making,
                "validate FOLDER/x.dot",
                List.of(row.command)));
  }

  private static Stream<Row> scripts() {
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

  private static Stream<Row> cases() {
    String tests = "p.dot.tests.yaml";
    String test = "test FOLDER/p.dot";
    return Stream.of(
        row("cases: deep", written(tests, nested("[", "]")), test, tests),
        row("cases: deep within", written(tests, "cases: " + nested("[", "]")), test, tests),
        row("cases: a bomb of aliases", written(tests, bomb()), test, tests),
        row(
            "cases: a device",
            run -> Files.createSymbolicLink(run.bench().path(tests), Path.of("/dev/zero")),
            test,
            tests,
            "no regular file"));
  }

  /** The record in the repository gets what was changed; the folder is gone. */
  private static Row record(String name, String file, Making making, String flag, String... said) {
    return row(
        "record: " + name,
        run -> {
          making.make(run);
          run.record(file);
          Workbench.remove(run.logs());
        },
        "resume --run-branch=attractor/run/night --into=LOGS" + flag,
        said);
  }

  private static Making text(String file, String found, String other) {
    return run -> {
      String text = Files.readString(run.logs().resolve(file));
      assertThat(text).contains(found);
      Files.writeString(run.logs().resolve(file), text.replace(found, other));
    };
  }

  private static Stream<Row> records() {
    String trust = " --trust";
    return Stream.of(
        record(
            "another pipeline",
            "graph.dot",
            text("graph.dot", "echo b", "touch x"),
            "",
            "pipeline",
            "is not the one the run began with"),
        record(
            "a pipeline of another digest",
            "graph.dot",
            text("graph.dot", "echo b", "echo x"),
            trust,
            "pipeline",
            "is not the one the run began with"),
        record(
            "no pipeline", "graph.dot", text("graph.dot", "digraph", "graph"), trust, "graph.dot"),
        record(
            "another configuration",
            "run_config.json",
            text("run_config.json", "\"commands\" : [ ]", "\"commands\" : [ \"touch CANARY\" ]"),
            "",
            "touch CANARY",
            "--trust"),
        record(
            "a configuration that is none",
            "run_config.json",
            run -> run.put("run_config.json", nested("[", "]")),
            trust,
            "run_config.json"),
        record(
            "a manifest of another run",
            "manifest.json",
            manifest("run_id", "other"),
            trust,
            "speaks of the run other"),
        record(
            "a manifest of a branch of a person",
            "manifest.json",
            manifest("run_branch", "kept"),
            trust,
            "kept"),
        record(
            "a first commit that is an option",
            "manifest.json",
            manifest("base_sha", "--upload-pack=touch"),
            trust,
            "no commit"),
        record(
            "a first commit that is not there",
            "manifest.json",
            manifest("base_sha", "1".repeat(40)),
            trust,
            "1".repeat(40)),
        record(
            "a journal of another run",
            "progress.ndjson",
            anyLine("\"run_id\":\"night\"", "\"run_id\":\"other\""),
            trust,
            "other"),
        record(
            "a journal of another branch",
            "progress.ndjson",
            anyLine("attractor/run/night", "kept"),
            trust,
            "kept"),
        record(
            "commits that are options",
            "progress.ndjson",
            anyLine("[0-9a-f]{40}", "--output=x"),
            trust,
            "--output=x"),
        record(
            "no journal",
            "progress.ndjson",
            run -> run.put("progress.ndjson", ""),
            trust,
            "never began"),
        record(
            "a journal of one deep line",
            "progress.ndjson",
            run -> run.put("progress.ndjson", nested("[", "]") + "\n"),
            trust,
            "line 1"),
        record(
            "files that are not there",
            "graph_files.json",
            run -> run.put("graph_files.json", "{"),
            trust,
            "graph_files.json"));
  }

  /** What a stage has written into the folder of its run. */
  private static Stream<Row> planted() {
    String file = "to_put_back.txt";
    String zeros = "0".repeat(40);
    return Stream.of(
        row(
            "puts a branch of a person back",
            run -> run.put(file, zeros + " kept-by-me\n"),
            RESUME,
            file,
            "'kept-by-me' is no branch of the run"),
        row("puts a ref outside back", run -> run.put(file, zeros + " ../../HEAD\n"), RESUME, file),
        row(
            "puts an option back",
            run -> run.put(file, "--all attractor/run/night\n"),
            RESUME,
            file,
            "no commit"),
        row("puts nothing back", run -> run.put(file, "x\n"), RESUME, file));
  }

  static Stream<Row> rows() {
    return Stream.of(
            records(),
            planted(),
            manifests(),
            journals(),
            processes(),
            configurations(),
            pipelines(),
            scripts(),
            cases())
        .flatMap(rows -> rows);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void peopleAreToldWhatIsWrong(Row row) throws IOException {
    try (HarmedRun run = HarmedRun.in(bench)) {
      row.making.make(run);
      run.holdCanaries();

      Workbench.Result result =
          run.meets(
              Arrays.stream(row.command.split(" "))
                  .map(word ->
                      word.replace("LOGS", run.logs().toString())
                          .replace("FOLDER", bench.folder().toString()))
                  .toArray(String[]::new));

      assertThat(row.said)
          .allSatisfy(word -> assertThat(result.err() + result.out()).contains(word));
      if (row.said.isEmpty()) {
        assertThat(result.code()).as(result.err()).isZero();
      } else {
        assertThat(result.code()).isNotZero();
      }
    }
  }
}
