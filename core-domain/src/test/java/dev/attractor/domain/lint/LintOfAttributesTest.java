package dev.attractor.domain.lint;

import static dev.attractor.domain.lint.LintTest.LINE;
import static dev.attractor.domain.lint.LintTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.PipelineText;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the linter says of attributes that nothing reads, or that stand there twice. */
class LintOfAttributesTest {
  @Test
  void aSuggestionIsMadeForASlipOfTheFinger() {
    assertThat(findings(LINE + "a [prompt=x max_retrys=1]", "unknown_attribute"))
        .extracting(Diagnostic::hint)
        .containsExactly("did you mean max_retries?");
  }

  @ParameterizedTest
  @CsvSource({
    "a [quorum_fraction=0.5],write join_quorum",
    "a [k=2],write join_k",
    "a [retry_preset=patient],write retry_policy",
    "a [retry.backoff.initial_delay_ms=5],write retry_policy=",
    "graph [retry.backoff.jitter=true],write retry_policy=",
    "a [escalation_models=\"x:y\"],nothing here changes the model",
    "a [max_agent_turns=4],write timeout",
    "a [agent_tool=codex],write llm_provider",
    "graph [tool_hooks.before=\"./guard.sh\"],write tool_hooks.pre",
    "graph [max_cost_usd=5],nothing here keeps such a limit",
    "a [max_retrys=1],did you mean max_retries?",
    "a [loop_restart=true],it is read on an edge",
    "graph [max_visits=3],it is read on a node",
    "start -> a [max_retries=3],it is read on a node",
    "a [zzz=1],'remove it, unless a plugin reads it'",
  })
  void anAttributeThatNothingReadsIsAWarningThatTellsOurs(String statement, String hint) {
    assertThat(findings(LINE + "a [prompt=x] " + statement, "unknown_attribute"))
        .isNotEmpty()
        .allSatisfy(found -> {
          assertThat(found.severity()).isEqualTo(Severity.WARNING);
          assertThat(found.hint()).contains(hint);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "graph [tool_hooks.pre=g],tool_hooks.pre counts only with some agents,write llm_provider=mine",
    "graph [tool_hooks.post=g llm_provider=theirs],tool_hooks.post has no effect on a: NOTHING IS,"
        + "write llm_provider=mine",
    "a [tool_hooks.pre=g llm_provider=theirs],since theirs runs no hooks,write llm_provider=mine",
    "b [shape=parallelogram tool_command=x tool_hooks.pre=g] a -> b b -> exit,"
        + "'stands on b, where no agent works',put it on the stages of agents",
  })
  void aHookThatGuardsNothingIsTold(String statement, String message, String hint) {
    assertThat(hookFindings(LINE + "a [prompt=x] " + statement))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.severity()).isEqualTo(Severity.WARNING);
          assertThat(found.message()).contains(message);
          assertThat(found.hint()).contains(hint);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "graph [tool_hooks.pre=g tool_hooks.post=h llm_provider=mine]",
        "graph [tool_hooks.pre=g] a [llm_provider=mine]",
        "graph [tool_hooks.pre=g llm_provider=theirs] a [tool_hooks.pre=\"\"]",
        "graph [model_stylesheet=\"* { llm_provider: mine; }\"] a [tool_hooks.pre=g]",
      })
  void aHookThatIsRunOrTakenBackIsNoWarning(String statement) {
    assertThat(hookFindings(LINE + "a [prompt=x] " + statement)).isEmpty();
  }

  private static List<Diagnostic> hookFindings(String text) {
    return PipelineText.compile(
            text,
            new KnownNames(
                    Set.of(), Optional.of(Set.of("mine", "theirs")), Optional.empty(), Set.of())
                .withToolHooks(Set.of("mine")))
        .diagnostics()
        .stream()
        .filter(found -> found.rule().equals("tool_hooks_honoured"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a [type=custom depth=3]",
        "a [llm_provider=mine depth=3]",
        "graph [llm_provider=mine] a [depth=3]",
        "node [depth=3] b [type=custom] a -> b b -> exit",
        "graph [depth=3] a -> a [condition=\"context.graph.depth=3\"]",
        "graph [depth=3] a -> a [condition=\"graph.depth=3\"]",
        "graph [depth=3] a [prompt=\"go ${context.graph.depth} deep\"]",
        "a [max_visits=3] a -> a [accept_failure=true]",
        "graph [fontname=x] node [style=filled] edge [color=red]",
      })
  void whatAPluginOrTheContextOrTheDrawingReadsIsNoWarning(String statements) {
    assertThat(
            PipelineText.compile(
                    LINE + "a [prompt=x] " + statements,
                    new KnownNames(Set.of("custom"), Optional.empty(), Optional.empty(), Set.of()))
                .diagnostics())
        .filteredOn(found -> found.rule().equals("unknown_attribute"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a [script=y tool_command=x]",
        "a [tool_command=x] a [script=y]",
        "node [tool_command=x] node [script=y] b [prompt=x] a -> b b -> exit",
        "a [prompt=x] graph [default_max_retry=1] default_max_retries=2",
        "a [prompt=x] model_stylesheet=\"* { model: x; llm_model: y }\"",
      })
  void anAliasBesideItsNameIsToldOnce(String statements) {
    assertThat(findings(LINE + statements, "alias_and_name")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "manager.poll_interval=\"-1s\"",
        "manager.max_cycles=many",
        "stack.child_autostart=perhaps",
        "manager.steer_cooldown=soon",
        "manager.stop_condition=\"(stack.child.node=a\"",
      })
  void whatAManagerCannotReadIsToldAndNothingElse(String attribute) {
    assertThat(
            PipelineText.compile(
                    LINE + "a [shape=house stack.child_dotfile=c.dot %s]".formatted(attribute),
                    KnownNames.UNKNOWN)
                .diagnostics())
        .extracting(found -> found.rule())
        .containsAnyOf("duration_syntax", "attribute_syntax", "condition_syntax")
        .doesNotContain("manager_valid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"stack.child.failurs > 3", "failures > 3", "node=a && stack.child.node=b"})
  void aStopConditionNamesWhatAManagerSees(String condition) {
    assertThat(
            findings(
                LINE
                    + "a [shape=house stack.child_dotfile=c.dot manager.stop_condition=\"%s\"]"
                        .formatted(condition),
                "manager_valid"))
        .hasSize(1);
  }
}
