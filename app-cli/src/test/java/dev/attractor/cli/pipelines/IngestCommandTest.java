package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pipelines that an agent writes: here a scripted one, which is asked as often as a real one. */
class IngestCommandTest {
  private static final String GOOD =
      "digraph g { start [shape=Mdiamond] exit [shape=Msquare]"
          + " test [shape=parallelogram tool_command=\"make test\"]"
          + " start -> test test -> exit [condition=\"outcome=success\"] }";
  private static final String DEAD_END = GOOD.replace("tool_command=\"make test\"", "");
  private static final String NO_EXIT = "digraph g { start [shape=Mdiamond] a start -> a }";
  private static final String NEVER_ENDS =
      "digraph g { start [shape=Mdiamond] exit [shape=Msquare]"
          + " a [shape=parallelogram tool_command=a] b [shape=parallelogram tool_command=b]"
          + " start -> a a -> b b -> a"
          + " a -> exit [condition=\"outcome=fail\" accept_failure=true] }";

  @RegisterExtension private final Workbench bench = new Workbench();

  private static Map<String, Object> writes(String pipeline) {
    return Map.of("written", pipeline, "say", "Written.");
  }

  private static Map<String, Object> says(String text) {
    return Map.of("say", text);
  }

  /** Has an agent that does this in its first rounds. */
  private Workbench.Result ingest(List<Map<String, Object>> rounds, String... options)
      throws IOException {
    return bench.attractor(command(rounds, options));
  }

  private String[] command(List<Map<String, Object>> rounds, String... options) throws IOException {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Map<String, Object> round : rounds) {
      Map<String, Object> step = new TreeMap<>(round);
      int number = steps.size() + 1;
      step.put("attempt", number);
      Object pipeline = step.remove("written");
      if (pipeline != null) {
        String file = number == 1 ? "pipeline.dot" : "pipeline-%d.dot".formatted(number);
        step.put("files", Map.of(file, pipeline));
      }
      steps.add(step);
    }
    Path config =
        Files.writeString(
            bench.path("run.json"),
            JsonMapper.shared()
                .writeValueAsString(
                    Map.of(
                        "version",
                        1,
                        "llm",
                        Map.of(
                            "default_provider",
                            "scripted",
                            "providers",
                            Map.of(
                                "scripted",
                                Map.of(
                                    "env",
                                    Map.of(
                                        "ATTRACTOR_AGENT_SCRIPT",
                                        JsonMapper.shared()
                                            .writeValueAsString(Map.of("ingest", steps)))))))));
    return Stream.concat(
            Stream.of("ingest", "Run the tests", "--config", config.toString()), Stream.of(options))
        .toArray(String[]::new);
  }

  private Path file(String name) {
    return bench.repo().resolve(name);
  }

  @Test
  void whatIsGoodAtOnceIsWrittenLaidOutAndCanBeRun() throws IOException {
    Workbench.Result result = ingest(List.of(writes(GOOD)));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("written: pipeline.dot%n".formatted());
    assertThat(result.err())
        .contains("round 1 of at most 3: scripted writes", "nothing was found")
        .contains("attractor run pipeline.dot", "git add pipeline.dot")
        .doesNotContain("round 2");
    assertThat(bench.attractor("fmt", "--check", "pipeline.dot").out()).isEmpty();
    assertThat(bench.attractor("validate", "--strict", "pipeline.dot").code()).isZero();
    assertThat(bench.attractor("check", "pipeline.dot").code()).isZero();
  }

  @Test
  void anErrorOfTheFirstRoundIsHandedBackAndMendedInTheSecond() throws IOException {
    Workbench.Result result = ingest(List.of(writes(DEAD_END), writes(GOOD)), "-o", "mine.dot");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo("written: mine.dot%n".formatted());
    assertThat(result.err())
        .contains("found: 1 error, 0 warnings", "round 2 of at most 3")
        .doesNotContain("round 3", "tool_command_required");
    assertThat(Files.readString(file("mine.dot"))).contains("make test");
  }

  @Test
  void whatIsNeverMendedIsKeptUnderANameThatSaysSo() throws IOException {
    bench.write("pipeline.unfinished.dot", "mine");

    Workbench.Result result =
        ingest(List.of(writes(NO_EXIT), writes(DEAD_END), writes(NO_EXIT + "\n")));

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.INVALID_PIPELINE.code());
    assertThat(result.out()).isEqualTo("unfinished: pipeline.unfinished-2.dot%n".formatted());
    assertThat(result.err())
        .contains("pipeline.unfinished-2.dot:", "[tool_command_required]")
        .contains("unfinished: 1 error left after 3 rounds")
        .contains("attractor validate pipeline.unfinished-2.dot");
    assertThat(file("pipeline.dot")).doesNotExist();
    assertThat(file("pipeline.unfinished.dot")).hasContent("mine");
    assertThat(Files.readString(file("pipeline.unfinished-2.dot")))
        .as("the best of the three")
        .contains("test [shape=parallelogram]");
  }

  @Test
  void whatCannotBeReadAsAPipelineIsKeptToo() throws IOException {
    Workbench.Result result =
        ingest(List.of(writes("digraph {"), writes("digraph { a"), writes("digraph { a ->")));

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.INVALID_PIPELINE.code());
    assertThat(result.err()).contains("[dot_syntax]");
    assertThat(file("pipeline.unfinished.dot")).hasContent("digraph { a ->");
  }

  @Test
  void whatIsAPipelineIsKeptBeforeWhatIsNone() throws IOException {
    String fourErrors =
        NO_EXIT.replace("a start", "a [shape=parallelogram] b [shape=parallelogram] b -> a start");

    Workbench.Result torn =
        ingest(List.of(writes(fourErrors), writes("digraph { a ->"), says("?")));
    Workbench.Result sentence =
        ingest(
            List.of(
                writes(fourErrors),
                says("I have mended the errors of the digraph."),
                says("The digraph is as it should be.")),
            "-o",
            "other.dot");
    Workbench.Result mayNotRun =
        ingest(List.of(writes(NEVER_ENDS), writes(NO_EXIT), says("?")), "-o", "third.dot");

    assertThat(torn.err()).contains("found: 4 errors", "found: 1 error,");
    assertThat(Files.readString(file("pipeline.unfinished.dot"))).contains("b -> a");
    assertThat(sentence.err()).containsOnlyOnce("found: ");
    assertThat(Files.readString(file("other.unfinished.dot"))).contains("b -> a");
    assertThat(mayNotRun.err()).contains("after 3 rounds");
    assertThat(Files.readString(file("third.unfinished.dot"))).contains("accept_failure");
  }

  @Test
  void problemsOfTheCheckAreHandedBack() throws IOException {
    Workbench.Result result = ingest(List.of(writes(NEVER_ENDS), writes(GOOD)));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).containsPattern("found: [12] errors?, ").contains("round 2");
    assertThat(Files.readString(file("pipeline.dot"))).contains("make test");
  }

  @Test
  void warningsThatAreLeftAreToldAndKeepNothingUp() throws IOException {
    String warned = GOOD.replace("digraph g {", "digraph g { colour=blue ");

    Workbench.Result result =
        ingest(List.of(writes(warned), says("That is as it should be."), says("")));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("round 3", "pipeline.dot:", "[unknown_attribute]", "attractor run pipeline.dot");
  }

  @Test
  void aPipelineInTheReplyIsOne() throws IOException {
    Workbench.Result result =
        ingest(List.of(says("Here it is:\n\n```dot\n" + GOOD + "\n```\n\nGood luck!")));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readString(file("pipeline.dot")))
        .startsWith("digraph g {")
        .doesNotContain("Good luck", "```");
  }

  @Test
  void ofTheBlocksInAReplyTheBestIsTaken() throws IOException {
    String later = GOOD.replace("digraph g", "digraph h");
    String after =
        "\n```sh\ndot -Tsvg pipeline.dot # the digraph\ncat >x <<E\ndigraph x {\nE\n```\n";

    Workbench.Result one =
        ingest(
            List.of(
                says("```dot\n%s\n```\nnot:\n```dot\n%s\n```%s".formatted(GOOD, NO_EXIT, after))));
    Workbench.Result two =
        ingest(
            List.of(says("```dot\n%s\n```\nor:\n```dot\n%s\n```%s".formatted(GOOD, later, after))),
            "-o",
            "two.dot");

    assertThat(one.code()).as(one.err()).isZero();
    assertThat(Files.readString(file("pipeline.dot"))).startsWith("digraph g {");
    assertThat(two.code()).as(two.err()).isZero();
    assertThat(Files.readString(file("two.dot"))).startsWith("digraph h {");
  }

  @Test
  void whatCouldNotBeKeptIsRefusedBeforeAnybodyIsAsked() throws IOException {
    Workbench.Result result = ingest(List.of(writes(NO_EXIT)), "-o", "x".repeat(248) + ".dot");

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("cannot write xxx", "-o").doesNotContain("round");
    try (Stream<Path> files = Files.list(bench.repo())) {
      assertThat(files.filter(one -> one.toString().endsWith(".dot"))).isEmpty();
    }
  }

  @Test
  void whatCannotBeKeptAfterAllIsShown() throws Exception {
    Path folder = Files.createDirectory(file("gone"));
    Process process =
        bench.start(
            command(
                List.of(writes(GOOD + " x"), Map.of("delay", 600_000, "say", "?")),
                "-o",
                "gone/p.dot"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bench.output(process).contains("round 2 of at most 3"));
    Files.delete(folder);

    process.destroy(); // SIGTERM

    assertThat(process.waitFor()).as(bench.output(process)).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench.output(process))
        .contains(GOOD + " x", "the folder of gone/p.unfinished.dot is not there");
  }

  @Test
  void nothingThatIsAPipelineIsAFailure() throws IOException {
    Workbench.Result result =
        ingest(List.of(says("What tests?"), says("Tell me more."), says("I cannot.")), "--json");

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(result.err())
        .contains("scripted wrote no pipeline: its last words were: I cannot.")
        .contains("round 3");
    JsonNode said = json(result);
    assertThat(said.path("ok").asBoolean(true)).isFalse();
    assertThat(said.path("rounds").asInt(0)).isEqualTo(3);
    try (Stream<Path> files = Files.list(bench.repo())) {
      assertThat(files.filter(one -> one.toString().endsWith(".dot"))).isEmpty();
    }
  }

  @Test
  void anAgentThatFailsIsNotAskedAgainAndWhatItWroteIsKept() throws IOException {
    Map<String, Object> trouble =
        Map.of("error", Map.of("class", "transient_infra", "reason", "overloaded"));

    Workbench.Result atOnce = ingest(List.of(trouble));
    Workbench.Result later = ingest(List.of(writes(DEAD_END), trouble));

    assertThat(atOnce.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(atOnce.err()).contains("scripted wrote no pipeline: overloaded");
    assertThat(later.code()).isEqualTo(ExitCode.INVALID_PIPELINE.code());
    assertThat(later.err()).contains("was at work on it and failed: overloaded", "after 2 rounds");
    assertThat(file("pipeline.unfinished.dot")).exists();
  }

  @Test
  void aStopEndsTheAgentAndKeepsWhatItWrote() throws Exception {
    Process process =
        bench.start(command(List.of(writes(GOOD + " x"), Map.of("delay", 600_000, "say", "?"))));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bench.output(process).contains("round 2 of at most 3"));

    process.destroy(); // SIGTERM

    assertThat(process.waitFor()).as(bench.output(process)).isEqualTo(ExitCode.CANCELED.code());
    assertThat(file("pipeline.unfinished.dot")).hasContent(GOOD + " x");
    assertThat(file("pipeline.dot")).doesNotExist();
  }

  @Test
  void aFileThatIsThereIsNotWrittenOverAndNobodyIsAsked() throws IOException {
    Path mine = bench.write("pipeline.dot", "mine");
    Files.createSymbolicLink(file("link.dot"), bench.path("nowhere"));

    Workbench.Result refused = ingest(List.of(writes(GOOD)));
    Workbench.Result link = ingest(List.of(writes(GOOD)), "-o", "link.dot");
    Workbench.Result nowhere = ingest(List.of(writes(GOOD)), "-o", "no/such/x.dot");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("is there already", "-o FILE").doesNotContain("round");
    assertThat(mine).hasContent("mine");
    assertThat(link.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench.path("nowhere")).doesNotExist();
    assertThat(nowhere.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(nowhere.err()).contains("the folder of no/such/x.dot").doesNotContain("round");
  }

  @Test
  void aProviderThatIsNotThereIsToldBeforeAnybodyIsAsked() throws IOException {
    Workbench.Result result = ingest(List.of(writes(GOOD)), "--provider", "gogle");

    assertThat(result.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(result.err())
        .contains("there is no agent provider 'gogle'", "the providers here are")
        .doesNotContain("round");
    assertThat(bench.attractor("ingest", " ").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void programsReadWhatCameOfIt() throws IOException {
    JsonNode good = json(ingest(List.of(writes(GOOD)), "--json"));
    JsonNode bad =
        json(
            ingest(
                List.of(writes(NO_EXIT), writes(NO_EXIT + " "), writes(NO_EXIT)),
                "--json",
                "-o",
                "bad.dot"));

    assertThat(good.path("ok").asBoolean(false)).isTrue();
    assertThat(good.path("file").asString()).isEqualTo("pipeline.dot");
    assertThat(bad.path("ok").asBoolean(true)).isFalse();
    assertThat(bad.path("file").asString()).isEqualTo("bad.unfinished.dot");
    assertThat(bad.path("findings").valueStream())
        .anyMatch(found -> found.path("rule").asString().equals("terminal_node"));
  }

  private static JsonNode json(Workbench.Result result) throws IOException {
    assertThat(result.out().lines()).as(result.err()).hasSize(1);
    JsonNode said = JsonMapper.shared().readTree(result.out());
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                    JsonMapper.shared()
                        .readTree(Files.readString(Path.of("../docs/json/ingest.schema.json"))))
                .validate(said))
        .as(said.toString())
        .isEmpty();
    return said;
  }
}
