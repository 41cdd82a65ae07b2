package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that look at pipelines and runs without running anything. */
class LookingCommandsTest {
  private static final String PIPELINE =
      """
      digraph t {
          start [shape=Mdiamond]
          exit [shape=Msquare]
          work [shape=parallelogram, tool_command="exit 1"]
          fix [shape=parallelogram, tool_command="true"]
          start -> work
          work -> exit [condition="outcome=success"]
          work -> fix [condition="outcome=fail"]
          fix -> exit [condition="outcome=success"]
      }
      """;

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writePipeline() throws IOException {
    bench.write("p.dot", PIPELINE);
    bench.commitAll();
  }

  @Test
  void validateTellsProgramsWhatItFound() throws IOException {
    bench.write("bad.dot", "digraph b {\n  start -> a -> exit [condition=\"x y\"]\n}");

    JsonNode json =
        JsonMapper.shared().readTree(bench.attractor("validate", "--json", "bad.dot").out());
    JsonNode first = json.get(0).path("diagnostics").get(0);
    assertThat(json.get(0).path("valid").asBoolean(true)).isFalse();
    assertThat(first.path("line").asInt()).isEqualTo(2);

    Workbench.Result result = bench.attractor("validate", "--sarif", "bad.dot", "p.dot");
    JsonNode sarif = JsonMapper.shared().readTree(result.out());
    assertThat(result.code()).isEqualTo(3);
    assertThat(sarif.path("version").asString()).isEqualTo("2.1.0");
    assertThat(sarif.path("runs").get(0).path("results").get(0).path("ruleId").asString())
        .isNotBlank();
  }

  /** The commands as the program's own help lists them. */
  private List<String> commands() {
    String help = bench.attractor("--help").out();
    return Pattern.compile("^  ([a-z]+) {2,}", Pattern.MULTILINE)
        .matcher(help.substring(help.indexOf("Commands:")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void everyCommandOfTheReadmeIsThereWithTheOptionsItNames() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "README.md")).stream()
            .filter(line -> line.startsWith("| `attractor "))
            .toList();
    assertThat(rows.stream().map(row -> row.replaceFirst("\\| `attractor ([a-z]+).*", "$1")))
        .containsExactlyInAnyOrderElementsOf(commands());
    for (String row : rows) {
      String command = row.replaceFirst("\\| `attractor ([a-z]+( [a-z]+-[a-z]+| show)?).*", "$1");
      Workbench.Result help = bench.attractor((command + " --help").split(" ", -1));

      assertThat(help.code()).as(command).isZero();
      for (MatchResult option : Pattern.compile("--[a-z-]+").matcher(row).results().toList()) {
        assertThat(help.out()).as(command).contains(option.group());
      }
    }
  }

  @Test
  void theExamplesKeepAllRulesAndHaveNoProblems() {
    for (String name :
        List.of(
            "quickstart/quickstart.dot",
            "hello-claude/hello-claude.dot",
            "parallel/parallel.dot")) {
      String file = Path.of("..", "examples", name).toAbsolutePath().normalize().toString();

      assertThat(bench.attractor("validate", "--strict", file).code()).as(name).isZero();
      assertThat(bench.attractor("check", file).code()).as(name).isZero();
    }
  }

  @Test
  void strictMakesWarningsFail() throws IOException {
    bench.write("w.dot", "digraph w { start -> a -> exit }");

    assertThat(bench.attractor("validate", "w.dot").code()).isZero();
    assertThat(bench.attractor("validate", "--strict", "w.dot").code()).isEqualTo(3);
  }

  @Test
  void theCatalogOfModelsIsAskedWhenItIsGiven() throws IOException {
    bench.write(
        "m.dot",
        PIPELINE.replace(
            "digraph t {",
            "digraph t { llm_model=\"modle-1\""
                + " a [prompt=x, llm_provider=scripted] start -> a a -> exit [condition=\"outcome=x\"]"));
    bench.write("models.json", "{\"vendor/model-1\": {}}");

    Workbench.Result result = bench.attractor("validate", "--catalog", "models.json", "m.dot");

    assertThat(result.err()).contains("[model_unknown]").contains("did you mean model-1?");
  }

  @Test
  void fmtLaysOutInPlaceAndCheckOnlyTells() throws IOException {
    Path file = bench.write("f.dot", "digraph f{a->b;/* kept */}");

    Workbench.Result check = bench.attractor("fmt", "--check", "f.dot");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.out()).contains("would change: f.dot");
    assertThat(file).hasContent("digraph f{a->b;/* kept */}");

    assertThat(bench.attractor("fmt", "f.dot").code()).isZero();
    assertThat(Files.readString(file)).isEqualTo("digraph f {\n    a -> b /* kept */\n}\n");
    assertThat(bench.attractor("fmt", "--check", "f.dot", "p.dot").code()).isZero();
    bench.write("bad.dot", "graph g {}");
    assertThat(bench.attractor("fmt", "bad.dot").code()).isEqualTo(3);
  }

  @Test
  void graphTellsProgramsTheResolvedPipeline() throws IOException {
    JsonNode json = JsonMapper.shared().readTree(bench.attractor("graph", "p.dot").out());

    assertThat(json.path("nodes")).hasSize(4);
    JsonNode work = json.path("nodes").get(2);
    assertThat(work.path("id").asString()).isEqualTo("work");
    assertThat(work.path("kind").asString()).isEqualTo("tool");
    assertThat(work.path("position").path("line").asInt()).isEqualTo(4);
    assertThat(json.path("edges").get(1).path("condition").asString()).isEqualTo("outcome=success");

    assertThat(bench.attractor("graph", "p.dot", "--format", "dot", "-o", "out.dot").code())
        .isZero();
    assertThat(bench.attractor("validate", "out.dot").code()).isZero();
  }

  @Test
  void checkTellsProblemsWithAnExample() throws IOException {
    assertThat(bench.attractor("check", "p.dot").code()).isZero();
    bench.write(
        "u.dot",
        PIPELINE.replace("fix -> exit [condition=\"outcome=success\"]", "fix -> work -> fix"));

    Workbench.Result result = bench.attractor("check", "u.dot");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("problem: nothing ends this circle of successes")
        .contains("for example: ");
    assertThat(
            JsonMapper.shared()
                .readTree(bench.attractor("check", "--json", "u.dot").out())
                .path("ok")
                .asBoolean(true))
        .isFalse();
  }

  @Test
  void checkListsEveryFailureThatIsAcceptedAndElseSaysThatNoneReachesSuccess() throws IOException {
    bench.write(
        "a.dot",
        PIPELINE.replace("work -> fix [", "work -> exit [accept_failure=true] work -> fix ["));

    assertThat(bench.attractor("check", "p.dot").out()).contains("no failure can reach success");
    assertThat(bench.attractor("check", "a.dot").out())
        .doesNotContain("no failure can reach success")
        .contains("note: a failure of work is accepted on the way from work to exit")
        .contains("for example: start (success) -> work");
    assertThat(
            JsonMapper.shared()
                .readTree(bench.attractor("check", "--json", "a.dot").out())
                .path("failure_can_reach_success")
                .asBoolean(false))
        .isTrue();
  }

  @Test
  void simulateFollowsAScriptOrDraws() throws IOException {
    bench.write("o.yaml", "work: [fail, success]\n");

    Workbench.Result scripted = bench.attractor("simulate", "p.dot", "--script", "o.yaml");
    assertThat(scripted.code()).isZero();
    assertThat(scripted.out()).contains("-> fix (outcome=fail)").contains("run succeeded");

    Workbench.Result many = bench.attractor("simulate", "p.dot", "--random", "7", "--runs", "200");
    assertThat(many.out())
        .isEqualTo(bench.attractor("simulate", "p.dot", "--random", "7", "--runs", "200").out())
        .contains("ended in success")
        .contains("fix");
    bench.write("bad.yaml", "work: fail\n");
    assertThat(bench.attractor("simulate", "p.dot", "--script", "bad.yaml").code()).isEqualTo(2);
  }

  @Test
  void explainAndReplayLookBackAtARun() throws IOException {
    Workbench.Result run = bench.attractor("run", "p.dot");
    assertThat(run.code()).as(run.err()).isZero();

    Workbench.Result explained = bench.attractor("explain");
    assertThat(explained.out())
        .contains("work -> fix")
        .contains("§6 rule 1: the condition outcome=fail holds")
        .contains("lost: -> exit [outcome=success]: its condition fails");
    assertThat(bench.attractor("explain", run.value("run_id"), "--seq", "1").code()).isEqualTo(2);

    assertThat(bench.attractor("replay", run.value("run_id").substring(0, 20)).out())
        .contains("follow from the rules");
    bench.write(
        "changed.dot", PIPELINE.replace("work -> fix [condition=\"outcome=fail\"]", "work -> fix"));
    Workbench.Result changed = bench.attractor("replay", "latest", "--graph", "changed.dot");
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.out()).contains("differs");
  }

  @Test
  void aForgedJournalIsFoundByReplay() throws IOException {
    Workbench.Result run = bench.attractor("run", "p.dot");
    Path journal = run.logsRoot().resolve("progress.ndjson");
    Files.writeString(
        journal,
        Files.readString(journal)
            .replace("\"to_node\":\"fix\",\"hop_source\"", "\"to_node\":\"exit\",\"hop_source\""));

    assertThat(bench.attractor("replay", run.logsRoot().toString()).code()).isEqualTo(1);
  }
}
