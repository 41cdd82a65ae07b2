package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.ProcessGroups;
import dev.attractor.cli.workbench.RealClis;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.llm.MockLlm;
import dev.attractor.testkit.llm.MockLlm.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code attractor ingest} with the real programs, against a model that is played. */
class RealIngestTest {
  private static final String GOOD =
      "digraph g { start [shape=Mdiamond] exit [shape=Msquare]"
          + " test [shape=parallelogram tool_command=\"make test\"]"
          + " start -> test test -> exit [condition=\"outcome=success\"] }";
  private static final String BAD = GOOD.replace(" tool_command=\"make test\"", "");

  @RegisterExtension private final Workbench bench = new Workbench();

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private MockLlm llm;

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private ProcessGroups groups;

  @BeforeEach
  void playTheModel() {
    llm = RealClis.on(bench);
    groups = ProcessGroups.of(bench.home());
  }

  @AfterEach
  void nothingIsLeftRunning() throws IOException {
    if (llm == null) {
      return; // skipped
    }
    llm.close();
    groups.assertAllHaveEnded();
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-opus-4-6",
    "openai, gpt-5.3-codex",
    "google, gemini-3-pro-preview", // its own choice asks a model which model to ask
  })
  void anErrorOfTheFirstRoundIsHandedBackAndMended(String provider, String model)
      throws IOException {
    llm.answers(
        List.of(
            new Line(
                new MockLlm.When("What was found in it", "", 0, 0, ""),
                0,
                MockLlm.Works.of(new MockLlm.Writes(Path.of("pipeline-2.dot"), GOOD), "Mended.")),
            new Line(
                MockLlm.When.ALWAYS,
                0,
                MockLlm.Works.of(new MockLlm.Writes(Path.of("pipeline.dot"), BAD), "Written."))));

    Workbench.Result result =
        bench.attractor(
            "ingest", "Run the tests of the fourth wish", "--provider", provider, "--model", model);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains(
            "round 1 of at most 3: %s/%s writes".formatted(provider, model),
            "found: 1 error",
            "round 2")
        .doesNotContain("round 3");
    assertThat(Files.readString(bench.repo().resolve("pipeline.dot"))).contains("make test");
    assertThat(llm.requests().getFirst())
        .as("the wish, the language, the attributes, the rules, an example")
        .contains(
            "Run the tests of the fourth wish",
            "A failed **fan-in** never takes an unconditional edge",
            "max_node_visits",
            "status_contract_in_prompt",
            "a person has the last word");
    assertThat(llm.requests()).anyMatch(asked -> asked.contains("[tool_command_required]"));
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic, claude-opus-4-6",
    "openai, gpt-5.3-codex",
    "google, gemini-3-pro-preview", // its own choice asks a model which model to ask
  })
  void aPipelineInTheReplyIsOne(String provider, String model) throws IOException {
    llm.answers(new MockLlm.Says("Here it is:\n```dot\n" + GOOD + "\n```\n"));

    Workbench.Result result =
        bench.attractor(
            "ingest", "Run the tests", "--provider", provider, "--model", model, "-o", "mine.dot");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readString(bench.repo().resolve("mine.dot"))).startsWith("digraph g {");
  }

  @Test
  void aWrongKeyIsToldAndNothingIsWritten() {
    llm.answers(new MockLlm.Fails(401));

    Workbench.Result result = bench.attractor("ingest", "Run the tests", "--provider", "anthropic");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("anthropic wrote no pipeline: authentication_failed", "hint: see that key");
    assertThat(bench.repo().resolve("pipeline.dot")).doesNotExist();
  }
}
