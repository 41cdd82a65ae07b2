package dev.attractor.domain.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.PipelineText;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever does what a hint says is rid of the finding, and is told nothing new for it. */
class LintHintsTest {
  private static final KnownNames KNOWN =
      new KnownNames(
          Set.of(),
          Optional.of(Set.of("anthropic")),
          Optional.of(Set.of("claude-opus-4-6")),
          Set.of());

  private static List<Diagnostic> findings(String statements) {
    return PipelineText.compile(statements, KNOWN).diagnostics();
  }

  private static Set<String> rules(String statements) {
    return findings(statements).stream().map(Diagnostic::rule).collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          undeclared_node         | goal=g | a [prompt="..."]
          reserved_id             | a [prompt=x] worktree [prompt=x] a -> worktree -> exit | a [prompt=x] worktree_stage [prompt=x] a -> worktree_stage -> exit
          attribute_syntax        | a [prompt=x goal_gate=maybe retry_target=a] | a [prompt=x goal_gate=true retry_target=a]
          attribute_syntax        | a [prompt=x max_retries=-1]              | a [prompt=x max_retries=3]
          duration_syntax         | a [prompt=x timeout=soon]                | a [prompt=x timeout=900s]
          fidelity_valid          | a [prompt=x fidelity=most]               | a [prompt=x fidelity=compact]
          retry_target_exists     | a [prompt=x retry_target=gone]           | a [prompt=x retry_target=a]
          retry_policy_known      | a [prompt=x retry_policy=often]          | a [prompt=x retry_policy=patient]
          unknown_attribute       | a [prompt=x max_retrys=1]                | a [prompt=x max_retries=1]
          unknown_attribute       | a [prompt=x model="claude-opus-4-6"]     | a [prompt=x llm_model="claude-opus-4-6"]
          tool_command_required   | a [shape=parallelogram]                  | a [shape=parallelogram tool_command="..."]
          alias_and_name          | a [shape=parallelogram tool_command=x script=y] | a [shape=parallelogram tool_command=x]
          goal_gate_has_retry     | a [prompt=x goal_gate=true]              | a [prompt=x goal_gate=true retry_target=a]
          default_choice_known    | a [shape=hexagon human.default_choice=Z] | a [shape=hexagon human.default_choice=E]
          prompt_on_llm_nodes     | a [shape=box]                            | a [shape=box prompt="..."]
          provider_unknown        | a [prompt=x llm_provider=antropic]       | a [prompt=x llm_provider=anthropic]
          model_unknown           | a [prompt=x llm_model="claude-opus-4-5"] | a [prompt=x llm_model="claude-opus-4-6"]
          custom_verdict_not_routed | a [prompt="say outcome=needs_work"]    | a [prompt="say outcome=needs_work"] a -> exit [condition="outcome=needs_work"]
          outcome_misspelt        | a [prompt=x] a -> a [condition="outcome=fial"] | a [prompt=x] a -> a [condition="outcome=fail"]
          file_not_read_here      | a [shape=parallelogram tool_command="@build.sh"] | a [shape=parallelogram tool_command="sh build.sh"]
          unknown_variable        | a [prompt="greet $whom"]                 | a [prompt="greet $$whom"]
          """)
  void obeyingAHintBringsNoOther(String rule, String bad, String mended) {
    Set<String> before = rules(LintTest.LINE + bad);
    Set<String> after = rules(LintTest.LINE + mended);

    assertThat(before).contains(rule);
    Set<String> others = new HashSet<>(before);
    others.remove(rule);
    assertThat(others).containsAll(after);
  }

  @Test
  void aCircleThatAConditionCanEndIsARemark() {
    String circle = LintTest.LINE + "a [prompt=x] b [prompt=x] a -> b b -> a";

    assertThat(findings(circle))
        .filteredOn(found -> found.rule().equals("loop_without_limit"))
        .extracting(Diagnostic::severity)
        .containsExactly(Severity.INFO);
    assertThat(rules("max_node_visits=9 " + circle)).doesNotContain("loop_without_limit");
  }

  @ParameterizedTest
  @CsvSource({"fial,fail", "sucess,success", "skiped,skipped", "parcial_success,partial_success"})
  void aMisspeltOutcomeIsToldWithTheWordThatWasMeant(String word, String meant) {
    assertThat(
            LintTest.findings(
                LintTest.LINE + "a [prompt=x] a -> a [condition=\"outcome=" + word + "\"]",
                "outcome_misspelt"))
        .singleElement()
        .satisfies(found -> assertThat(found.hint()).startsWith("did you mean " + meant + "?"));
  }

  @Test
  void aGoalGateMayRelyOnTheGraphsRetryTarget() {
    assertThat(
            LintTest.findings(
                "retry_target=a " + LintTest.LINE + "a [prompt=x goal_gate=true]",
                "goal_gate_has_retry"))
        .isEmpty();
  }
}
