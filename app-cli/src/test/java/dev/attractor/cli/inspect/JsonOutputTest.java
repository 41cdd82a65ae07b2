package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.sun.net.httpserver.HttpServer;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that read tell programs the same as people, as docs/json says. */
class JsonOutputTest {
  private static final String FAN_OUT =
      "fan [shape=component] join [shape=tripleoctagon]"
          + " a [shape=parallelogram tool_command=\"echo x >x\"]"
          + " b [shape=parallelogram tool_command=\"exit 1\"]"
          + " start -> fan fan -> a -> join fan -> b -> join join -> exit";

  @RegisterExtension private final Workbench bench = new Workbench();

  private static final Path SCHEMAS = Path.of("../docs/json");
  private static final String SUFFIX = ".schema.json";

  private static void assertKeeps(String schema, JsonNode said) throws IOException {
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                    JsonMapper.shared()
                        .readTree(Files.readString(SCHEMAS.resolve(schema + SUFFIX))))
                .validate(said))
        .as("%s of %s", schema, said)
        .isEmpty();
  }

  /** Returns what a command says in one line, which its schema allows. */
  private JsonNode json(String... command) throws IOException {
    Workbench.Result result = bench.attractor(command);
    assertThat(result.out().lines()).as("one object: %s", result.err()).hasSize(1);
    JsonNode said = JsonMapper.shared().readTree(result.out());
    assertKeeps(command[0], said);
    return said;
  }

  private Stream<String> commands(String within) {
    return bench
        .attractor((within + " --help").strip().split(" "))
        .out()
        .lines()
        .dropWhile(line -> !line.startsWith("Commands:"))
        .skip(1)
        .map(line -> Pattern.compile("^  (\\w+) ").matcher(line))
        .filter(Matcher::find)
        .map(command -> (within + " " + command.group(1)).strip());
  }

  @Test
  void everyCommandThatWritesJsonHasASchema() throws IOException {
    Set<String> commands =
        Stream.concat(commands(""), commands("config"))
            .filter(command ->
                bench.attractor((command + " --help").split(" ")).out().contains("--json"))
            .map(command -> command.replace(' ', '-'))
            .collect(Collectors.toCollection(TreeSet::new));
    commands.addAll(Set.of("error", "report"));
    String page = Files.readString(Path.of("../docs/json.md"));

    try (Stream<Path> files = Files.list(SCHEMAS)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(SUFFIX, "")))
          .containsExactlyInAnyOrderElementsOf(commands)
          .allSatisfy(name -> assertThat(page).contains("json/" + name + SUFFIX));
    }
  }

  @Test
  void whatIsToldOfAPipeline() throws IOException {
    String file = Files.writeString(bench.path("p.dot"), "digraph t { start a -> b }").toString();

    assertThat(json("validate", "--json", file).get(0).path("valid").asBoolean(true)).isFalse();
    Files.writeString(bench.path("p.dot"), "digraph t { start exit " + FAN_OUT + "}");
    assertThat(json("check", "--json", file).path("findings").isArray()).isTrue();
    JsonNode one = json("simulate", "--json", file);
    assertThat(one.path("status").asString()).isEqualTo("success");
    assertThat(one.path("branches")).hasSize(2);
    assertThat(one.path("hops").get(0).path("to_node").asString()).isEqualTo("fan");
    JsonNode many = json("simulate", "--json", "--runs", "10", "--random", "1", file);
    assertThat(many.path("runs").asInt(0)).isEqualTo(10);
    assertThat(json("init", "--list", "--json")).hasSizeGreaterThan(5);
    String begun = bench.path("begun.dot").toString();
    json("init", "--json", "-o", begun);
    assertThat(json("test", "--json", begun).path("ok").asBoolean(false)).isTrue();
    Files.writeString(
        bench.path("p.dot.tests.yaml"),
        "cases: [{name: x, outcomes: {b: [fail], a: [fail]}, path: [start], end: success}]");
    JsonNode tested = json("test", "--json", file);
    assertThat(tested.at("/files/0/cases/0/misses")).hasSize(2);
    assertThat(tested.at("/files/0/cases/0/failure_reason").asString()).isNotEmpty();
  }

  @Test
  void whatIsToldOfTheMachine() throws IOException {
    json("doctor", "--json");
    json("plugins", "--json");
    Workbench.Result shown = bench.attractor("config", "show", "--json");
    assertKeeps("config-show", JsonMapper.shared().readTree(shown.out()));
    assertThat(shown.out()).contains("{\"key\":\"git.require_clean\",\"value\":true,");
  }

  @Test
  void whatIsToldOfReleases() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/latest.txt",
        asked -> {
          asked.sendResponseHeaders(200, 0);
          asked.getResponseBody().write("999.0.0\n".getBytes(StandardCharsets.UTF_8));
          asked.close();
        });
    server.start();
    try {
      String place = "http://127.0.0.1:%d/latest.txt".formatted(server.getAddress().getPort());
      JsonNode told = json("upgrade", "--json", "--check", "--from", place);
      assertThat(told.path("newer").asBoolean(false)).isTrue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsToldWhileRunsBeginAndEnd() throws IOException {
    Path dot = Files.writeString(bench.path("p.dot"), "digraph t { start exit " + FAN_OUT + " }");
    JsonNode run = json("run", "--json", dot.toString(), "--run-id", "night");
    assertThat(run.path("status").asString()).isEqualTo("success");
    assertThat(json("run", "--json", dot.toString(), "--preflight").path("status").asString())
        .isEqualTo("ready");
    assertThat(json("resume", "--json", "night").path("status").asString()).isEqualTo("success");
    JsonNode detached = json("run", "--json", dot.toString(), "--detach", "--run-id", "day");
    assertThat(detached.path("run_id").asString()).isEqualTo("day");
    assertThat(json("wait", "--json", "day").path("status").asString()).isEqualTo("success");
  }

  @Test
  void questionsOfARunThatWaits() throws IOException {
    Path dot =
        Files.writeString(
            bench.path("p.dot"),
            "digraph t { start exit ask [shape=hexagon] start -> ask ask -> exit [label=Yes] }");
    assertThat(bench.attractor("run", dot.toString(), "--detach", "--run-id", "night").code())
        .isZero();
    await().until(() -> bench.attractor("answer", "--list", "night").out().contains("ask-v1-a1"));

    assertThat(json("answer", "--list", "--json").path("questions")).hasSize(1);
    assertThat(json("status", "--json", "night").path("questions")).hasSize(1);
    JsonNode listed = json("list", "--json").get(0);
    assertThat(Instant.parse(listed.path("questions").get(0).path("asked_at").asString()))
        .isBefore(Instant.now());
    assertThat(listed.path("cost_usd").decimalValue()).isZero();
    assertThat(bench.attractor("answer", "night", "y").code()).isZero();
    assertThat(json("wait", "--json", "night").path("status").asString()).isEqualTo("success");
  }

  @Test
  void whatIsToldOfStagesAndEvents() throws IOException {
    assertThat(bench.run(FAN_OUT, "--run-id", "night").code()).isZero();

    JsonNode stage = json("logs", "--json", "night", "b");
    assertThat(stage.path("status").asString()).isEqualTo("fail");
    assertThat(stage.path("exit_code").asInt(0)).isEqualTo(1);
    List<JsonNode> events =
        bench
            .attractor("logs", "--json", "night")
            .out()
            .lines()
            .map(line -> JsonMapper.shared().readTree(line))
            .toList();
    for (JsonNode event : events) {
      assertKeeps("logs", event);
    }
    assertThat(events).anyMatch(event -> event.path("event").asString().equals("run_completed"));
    assertThat(events).anyMatch(event -> event.path("run_id").asString().endsWith("-b"));
    assertKeeps(
        "report",
        JsonMapper.shared().readTree(bench.attractor("report", "night", "--format", "json").out()));
    assertKeeps(
        "report",
        JsonMapper.shared()
            .readTree(bench.attractor("report", "--since", "24h", "--format", "json").out()));
  }

  @Test
  void whatIsToldOfARun() throws IOException {
    Workbench.Result run = bench.run(FAN_OUT, "--run-id", "night");
    assertThat(run.code()).as(run.err()).isZero();

    JsonNode explained = json("explain", "--json", "night");
    assertThat(explained.path("run_id").asString()).isEqualTo("night");
    assertThat(explained.path("decisions").get(0).path("line").asInt(0)).isPositive();
    assertThat(explained.path("decisions").get(0).path("rule").asString()).isNotEmpty();
    assertThat(explained.path("branches")).hasSize(2);

    JsonNode replayed = json("replay", "--json", "night");
    assertThat(replayed.path("follows").asBoolean(false)).isTrue();
    assertThat(replayed.path("facts").asInt(0)).isGreaterThan(10);
    assertThat(replayed.path("differences")).isEmpty();

    JsonNode changed = json("diff", "--json", "night");
    assertThat(changed.path("patch").asString()).contains("+x");
    assertThat(changed.path("to").asString()).hasSize(40);

    JsonNode status = json("status", "--json", "night");
    assertThat(status.path("cost_usd").decimalValue()).isZero();
    assertThat(status.path("input_tokens").asInt(-1)).isZero();
    assertThat(json("wait", "--json", "night").path("status").asString()).isEqualTo("success");
    assertThat(json("answer", "--list", "--json").path("questions")).isEmpty();
  }

  @Test
  void whereAReplayDiffers() throws IOException {
    assertThat(bench.run(FAN_OUT, "--run-id", "night").code()).isZero();
    Path other =
        Files.writeString(
            bench.path("other.dot"),
            "digraph t { start exit "
                + FAN_OUT.replace("join -> exit", "join -> z z -> exit")
                + " z [shape=parallelogram tool_command=true] }");

    Workbench.Result replayed =
        bench.attractor("replay", "--json", "night", "--graph", other.toString());

    assertThat(replayed.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    JsonNode differences = JsonMapper.shared().readTree(replayed.out()).path("differences");
    assertThat(differences).hasSize(1);
    assertThat(differences.get(0).path("planned").asString()).contains("z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status --json none",
        "explain --json none",
        "replay --json none",
        "diff --json none",
        "wait --json none",
        "report --json none",
        "check --json none.dot",
        "simulate --json none.dot",
        "test --json none.dot",
        "validate --json none.dot",
        "answer --list --json none",
        "list --json --no-such-option"
      })
  void errorsAreObjectsToo(String command) throws IOException {
    Workbench.Result result = bench.attractor(command.split(" "));

    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.USAGE.code());
    JsonNode said = JsonMapper.shared().readTree(result.out());
    assertKeeps("error", said);
    JsonNode error = said.path("error");
    assertThat(error.path("message").asString()).isNotEmpty();
    assertThat(error.path("hint").asString()).isNotEmpty();
    assertThat(error.path("exit_code").asInt(0)).isEqualTo(result.code());
  }
}
