package dev.attractor.domain.lint;

import static dev.attractor.domain.PipelineText.compile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.LargePipelines;
import dev.attractor.domain.source.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is true of a small pipeline is true of a large one. */
class LintOfLargePipelinesTest {
  private static List<Diagnostic> warnings(String statements) {
    return compile(statements).diagnostics().stream()
        .filter(found -> found.severity() != dev.attractor.domain.source.Severity.INFO)
        .toList();
  }

  @Test
  void fiveThousandStagesInARow() {
    assertThat(compile(LargePipelines.stagesInARow(5_000)).diagnostics())
        .filteredOn(found -> found.rule().equals("context_key_never_set"))
        .as("only before the first stage nothing can have set a key")
        .extracting(Diagnostic::message)
        .containsExactly("the prompt of s0 names ${context.k0}, which nothing can set");
  }

  @Test
  void fiveThousandPlainEdgesFromOneNode() {
    assertThat(warnings(LargePipelines.edgesFromOne(5_000, "prompt=x", i -> "label=l" + i)))
        .isEmpty();
  }

  @Test
  void fiveThousandConditionsThatExcludeEachOther() {
    String verdicts =
        LargePipelines.edgesFromOne(
            5_000, "shape=parallelogram, tool_command=x", i -> "condition=\"outcome=v" + i + "\"");

    assertThat(warnings(verdicts + "hub -> exit")).isEmpty();
  }

  @Test
  void fiveThousandConditionsOfWhichTwoCanBothHoldAreToldOnce() {
    String keys =
        LargePipelines.edgesFromOne(
            5_000,
            "shape=parallelogram, tool_command=x",
            i -> "condition=\"context.k=v" + i + "\"");

    assertThat(warnings(keys + "hub -> exit hub -> n0 [condition=\"context.k=v4999\"]"))
        .extracting(found -> found.rule() + ": " + found.message())
        .containsExactly(
            "ambiguous_edges: the conditions of hub -> n4999 and hub -> n0 can both hold; the name"
                + " decides");
  }
}
