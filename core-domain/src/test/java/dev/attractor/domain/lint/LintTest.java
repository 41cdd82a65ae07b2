package dev.attractor.domain.lint;

import static dev.attractor.domain.PipelineText.compile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.source.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is checked before a pipeline may run. */
class LintTest {
  private static final String FRAME = "start [shape=Mdiamond] exit [shape=Msquare] ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start_node            | exit [shape=Msquare]",
        "start_node            | a [shape=Mdiamond] b [shape=Mdiamond] exit a -> exit b -> exit",
        "terminal_node         | start [shape=Mdiamond]",
        "terminal_node         | start a [shape=Msquare] b [shape=Msquare] start -> a start -> b",
        "start_no_incoming     | start exit a [prompt=x] start -> a -> start a -> exit",
        "exit_no_outgoing      | start exit a [prompt=x] start -> a -> exit -> a",
        "reachability          | start exit a [prompt=x] start -> exit a -> exit",
        "type_known            | start exit a [type=nonsense] start -> a -> exit",
        "condition_syntax      | start exit start -> exit [condition=\"a b=c\"]",
        "attribute_syntax      | start exit a [prompt=x max_retries=many] start -> a -> exit",
        "attribute_syntax      | start exit a [prompt=x max_retries=-1] start -> a -> exit",
        "attribute_syntax      | start exit a [prompt=x goal_gate=maybe] start -> a -> exit",
        "duration_syntax       | start exit a [prompt=x timeout=soon] start -> a -> exit",
        "retry_policy_known    | start exit a [prompt=x retry_policy=often] start -> a -> exit",
        "tool_command_required | start exit a [shape=parallelogram] start -> a -> exit",
        "file_reference        | start exit a [prompt=\"@gone.md\"] start -> a -> exit",
        "reserved_id           | start exit worktree [prompt=x] start -> worktree -> exit",
      })
  void anErrorKeepsThePipelineFromRunning(String rule, String statements) {
    assertThat(compile(statements))
        .isInstanceOfSatisfying(
            Compilation.Rejected.class,
            rejected ->
                assertThat(rejected.diagnostics())
                    .filteredOn(Diagnostic::isError)
                    .extracting(Diagnostic::rule)
                    .contains(rule.strip()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "undeclared_node     | start -> a -> exit",
        "prompt_on_llm_nodes | a start -> a -> exit",
        "goal_gate_has_retry | a [prompt=x goal_gate=true] start -> a -> exit",
        "retry_target_exists | a [prompt=x retry_target=gone] start -> a -> exit",
      })
  void aWarningDoesNot(String rule, String statements) {
    assertThat(compile(FRAME + statements))
        .isInstanceOfSatisfying(
            Compilation.Compiled.class,
            compiled ->
                assertThat(compiled.diagnostics())
                    .extracting(Diagnostic::rule)
                    .contains(rule.strip()));
  }

  @Test
  void retryTargetsCountAsWays() {
    assertThat(
            compile(
                FRAME + "a [prompt=x retry_target=b] b [prompt=x] start -> a -> exit b -> exit"))
        .isInstanceOfSatisfying(
            Compilation.Compiled.class, compiled -> assertThat(compiled.diagnostics()).isEmpty());
  }

  @Test
  void allErrorsComeAtOnceInSourceOrder() {
    Compilation compilation =
        compile(
            """
            start exit
            a [prompt=x timeout=soon]
            b [shape=parallelogram]
            start -> a -> b
            b -> exit [condition="x y"]
            """);

    assertThat(compilation.diagnostics())
        .extracting(d -> d.position().line() + " " + d.rule())
        .containsExactly("3 duration_syntax", "4 tool_command_required", "6 condition_syntax");
  }
}
