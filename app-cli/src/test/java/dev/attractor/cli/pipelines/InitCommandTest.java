package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pipeline to begin with; what becomes of it when it runs is told by {@link TemplateRunsTest}.
 */
class InitCommandTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @ParameterizedTest
  @EnumSource
  void everyTemplateIsWrittenAndFreeOfWarningsAndProblems(Template template) throws IOException {
    String file = template.word() + ".dot";

    Workbench.Result init = bench.attractor("init", template.word());

    assertThat(init.code()).as(init.err()).isZero();
    assertThat(init.out()).isEqualTo("written: %1$s%nwritten: %1$s.tests.yaml%n".formatted(file));
    assertThat(init.err())
        .contains("validate " + file, "check " + file, "test " + file, "run " + file);
    assertThat(bench.repo().resolve(file)).hasContent(template.text());
    assertThat(bench.repo().resolve(file + ".tests.yaml")).hasContent(template.cases());
    Workbench.Result valid = bench.attractor("validate", "--strict", file);
    assertThat(valid.code()).as(valid.err()).isZero();
    assertThat(valid.err()).isEmpty();
    assertThat(bench.attractor("fmt", "--check", file).out()).isEmpty();
    Workbench.Result check = bench.attractor("check", file);
    assertThat(check.code()).as(check.out()).isZero();
    assertThat(check.out())
        .contains("shortest success: ", "no failure can reach success")
        .doesNotContain("problem: ");
    assertThat(bench.attractor("simulate", file).out()).contains("run succeeded");
    Workbench.Result drawn = bench.attractor("simulate", file, "--random", "7", "--runs", "200");
    assertThat(drawn.code()).as(drawn.err()).isZero();
    assertThat(drawn.out())
        .contains("ended in success: ", "ended in fail: ")
        .doesNotContain("no end");
  }

  @Test
  void noQuestionIsAskedForALimitedTimeOnly() throws IOException {
    bench.attractor("init", "review");

    JsonNode graph = JsonMapper.shared().readTree(bench.attractor("graph", "review.dot").out());

    assertThat(graph.path("nodes").valueStream())
        .filteredOn(node -> node.path("kind").asString().equals("wait.human"))
        .singleElement()
        .satisfies(gate -> assertThat(gate.path("attributes").has("timeout")).isFalse());
  }

  @Test
  void withoutAWordItIsLinear() {
    assertThat(bench.attractor("init").out()).startsWith("written: linear.dot%n".formatted());
    assertThat(bench.repo().resolve("linear.dot")).hasContent(Template.LINEAR.text());
  }

  @Test
  void whatIsThereStaysAsItIs() throws IOException {
    Path mine = bench.write("review.dot", "mine");
    Path link = Files.createSymbolicLink(bench.repo().resolve("link.dot"), bench.path("nowhere"));

    Workbench.Result refused = bench.attractor("init", "review");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("review.dot is there already", "-o FILE", "--stdout");
    assertThat(mine).hasContent("mine");
    assertThat(bench.repo().resolve("review.dot.tests.yaml")).doesNotExist();
    assertThat(bench.attractor("init", "-o", "link.dot").code()).isEqualTo(2);
    assertThat(link).isSymbolicLink();
    assertThat(bench.path("nowhere")).doesNotExist();
    assertThat(bench.attractor("init", "review", "-o", "other.dot").code()).isZero();
    assertThat(bench.repo().resolve("other.dot")).hasContent(Template.REVIEW.text());
  }

  @Test
  void casesThatAreThereStayAsTheyAre() throws IOException {
    Path mine = bench.write("fix.dot.tests.yaml", "mine");

    Workbench.Result result = bench.attractor("init", "fix");

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("written: fix.dot%n".formatted());
    assertThat(result.err()).contains("fix.dot.tests.yaml is there already, and stays as it is");
    assertThat(mine).hasContent("mine");
    assertThat(bench.repo().resolve("fix.dot")).hasContent(Template.FIX.text());
  }

  @Test
  void whatCannotBeWrittenIsTold() {
    Workbench.Result result = bench.attractor("init", "-o", "nowhere/x.dot");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("the folder of nowhere/x.dot is not there");
  }

  @Test
  void aWordThatIsNoneIsToldWithTheOneThatWasMeant() {
    Workbench.Result slip = bench.attractor("init", "reviewrs");

    assertThat(slip.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(slip.err())
        .contains("there is no template 'reviewrs'", "did you mean reviewers?", "init --list");
    assertThat(bench.attractor("init", "kubernetes").err())
        .contains("there are linear, review, fix, issue, update, units, reviewers, providers");
    assertThat(bench.repo().resolve("reviewrs.dot")).doesNotExist();
  }

  @Test
  void theListTellsWhatEachIsFor() throws IOException {
    Workbench.Result list = bench.attractor("init", "--list");
    JsonNode json = JsonMapper.shared().readTree(bench.attractor("init", "--list", "--json").out());

    assertThat(list.out().lines()).hasSize(Template.values().length);
    assertThat(list.out()).contains("linear     One agent reaches a goal");
    assertThat(json.valueStream().map(one -> one.path("name").asString()))
        .containsExactly(
            "linear", "review", "fix", "issue", "update", "units", "reviewers", "providers");
    assertThat(json.get(0).path("summary").asString()).startsWith("One agent reaches a goal");
    assertThat(bench.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void itIsPrintedInsteadWhenThatIsWanted() {
    Workbench.Result printed = bench.attractor("init", "fix", "--stdout");

    assertThat(printed.out()).isEqualTo(Template.FIX.text());
    assertThat(printed.err()).isEmpty();
    assertThat(bench.repo().resolve("fix.dot")).doesNotExist();
    assertThat(bench.attractor("init", "--stdout", "-o", "x.dot").code()).isEqualTo(2);
    assertThat(bench.attractor("init", "--stdout", "--json").code()).isEqualTo(2);
  }

  @Test
  void programsAreToldWhatWasWritten() throws IOException {
    Workbench.Result result = bench.attractor("init", "units", "--json");

    assertThat(JsonMapper.shared().readTree(result.out()))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    "{\"file\": \"units.dot\", \"template\": \"units\","
                        + " \"tests\": \"units.dot.tests.yaml\"}"));
    assertThat(result.err()).isEmpty();
  }
}
