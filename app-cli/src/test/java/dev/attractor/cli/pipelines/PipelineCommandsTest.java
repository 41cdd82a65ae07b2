package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that look at pipelines without running anything. */
class PipelineCommandsTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writePipeline() throws IOException {
    bench.write("p.dot", SamplePipelines.RECOVERING);
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

  @Test
  void validateChecksSeveralFiles() throws IOException {
    bench.write("good.dot", SamplePipelines.framed("start -> exit"));
    bench.write("bad.dot", "graph g {}");

    Workbench.Result result = bench.attractor("validate", "good.dot", "bad.dot");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out().lines()).containsExactly("ok: good.dot", "invalid: bad.dot");
    assertThat(bench.attractor("validate", "good.dot").code()).isZero();
  }

  @Test
  void theExamplesKeepAllRulesAndHaveNoProblems() {
    for (String name :
        List.of(
            "quickstart/quickstart.dot",
            "hello-claude/hello-claude.dot",
            "parallel/parallel.dot",
            "dttf/dttf.dot")) {
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
        SamplePipelines.RECOVERING.replace(
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
        SamplePipelines.framed(
            SamplePipelines.tool("a", "true")
                + SamplePipelines.tool("b", "true")
                + "start -> a -> b -> a a -> exit [condition=\"outcome=fail\"]"));

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
        SamplePipelines.RECOVERING.replace(
            "work -> fix [", "work -> exit [accept_failure=true] work -> fix ["));

    bench.write("g.dot", "digraph g { start exit a b [goal_gate=true] start -> a -> b -> exit }");
    assertThat(bench.attractor("check", "p.dot").out())
        .contains("no failure can reach success")
        .doesNotContain("goal gate");
    assertThat(bench.attractor("check", "g.dot").out())
        .contains("no failure can reach success", "unless a goal gate visited later ends well");
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
}
