package dev.attractor.domain.lint;

import static dev.attractor.domain.PipelineText.compile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.PipelineText;
import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of docs/lint has a pipeline that fires it and one that does not. */
class LintTest {
  private static final KnownNames KNOWN =
      new KnownNames(
              Set.of(),
              Optional.of(Set.of("anthropic", "openai")),
              Optional.of(Set.of("claude-opus-4-6")),
              Set.of("who"))
          .withToolHooks(Set.of("anthropic"));
  private static final String FRAME = "start [shape=Mdiamond] exit [shape=Msquare] ";

  /** A pipeline of one stage, {@code a}, that is declared by what follows. */
  static final String LINE = FRAME + "start -> a a -> exit [condition=\"outcome=success\"] ";

  /** Rule, severity, what fires it, what does not. */
  static Stream<Arguments> rules() {
    return Stream.of(
        rule("start_node", Severity.ERROR, "exit [shape=Msquare]", FRAME + "start -> exit"),
        rule(
            "terminal_node",
            Severity.ERROR,
            "start [shape=Mdiamond] a [prompt=x] start -> a -> a",
            FRAME + "bad [shape=Msquare] start -> exit start -> bad"),
        rule(
            "start_no_incoming",
            Severity.ERROR,
            FRAME + "a [prompt=x] start -> a -> start a -> exit",
            LINE + "a [prompt=x]"),
        rule(
            "exit_no_outgoing",
            Severity.ERROR,
            FRAME + "a [prompt=x] start -> a -> exit -> a",
            LINE + "a [prompt=x]"),
        rule(
            "reachability",
            Severity.ERROR,
            FRAME + "a [prompt=x] start -> exit a -> exit",
            LINE + "a [prompt=x retry_target=b] b [prompt=x] b -> exit"),
        rule("undeclared_node", Severity.WARNING, LINE, LINE + "a [prompt=x]"),
        rule(
            "reserved_id",
            Severity.ERROR,
            FRAME + "worktree [prompt=x] start -> worktree -> exit",
            LINE + "a [prompt=x]"),
        rule(
            "id_length",
            Severity.ERROR,
            LINE + "a -> %1$s %1$s [prompt=x] %1$s -> exit".formatted("x".repeat(201)),
            LINE + "a -> %1$s %1$s [prompt=x] %1$s -> exit".formatted("x".repeat(200))),
        rule(
            "nested_id_length",
            Severity.ERROR,
            FRAME + nested("x".repeat(50)),
            FRAME + nested("x".repeat(20))),
        rule(
            "ids_differ_by_case",
            Severity.WARNING,
            LINE + "a [prompt=x] A [prompt=x] a -> A -> exit",
            LINE + "a [prompt=x] A_ [prompt=x] a -> A_ -> exit"),
        rule("type_known", Severity.ERROR, LINE + "a [type=nonsense]", LINE + "a [type=agent]"),
        rule(
            "child_dotfile_required",
            Severity.ERROR,
            LINE + "a [shape=house]",
            LINE + "a [shape=box]"),
        rule(
            "manager_valid",
            Severity.ERROR,
            LINE + "a [shape=house manager.actions=\"observe,kill\"]",
            LINE + "a [shape=house manager.actions=\"observe,wait\"]"),
        rule(
            "fan_out_without_join",
            Severity.ERROR,
            FRAME
                + "a [shape=component] bad [shape=Msquare] start -> a a -> b -> exit a -> c -> bad",
            FRAME + "a [shape=component] j [shape=tripleoctagon] start -> a -> j -> exit"),
        rule(
            "fan_in_without_fan_out",
            Severity.WARNING,
            LINE + "a [shape=tripleoctagon]",
            FRAME + "a [shape=component] j [shape=tripleoctagon] start -> a -> j -> exit"),
        rule(
            "join_policy_known",
            Severity.ERROR,
            FRAME
                + "a [shape=component join_policy=most] j [shape=tripleoctagon]"
                + " start -> a -> j -> exit",
            FRAME
                + "a [shape=component join_policy=quorum error_policy=ignore]"
                + " j [shape=tripleoctagon] start -> a -> j -> exit"),
        rule(
            "attribute_syntax",
            Severity.ERROR,
            LINE + "a [prompt=x max_retries=-1]",
            LINE + "a [prompt=x max_retries=1 goal_gate=no]"),
        rule(
            "duration_syntax",
            Severity.ERROR,
            LINE + "a [prompt=x timeout=soon]",
            LINE + "a [prompt=x timeout=15m]"),
        rule(
            "condition_syntax",
            Severity.ERROR,
            FRAME + "start -> exit [condition=\"a || && b\"]",
            FRAME + "start -> exit [condition=\"a && !(b=c || d<2)\"]"),
        rule(
            "stylesheet_syntax",
            Severity.ERROR,
            "model_stylesheet=\"* { model }\" " + LINE,
            "model_stylesheet=\"* { model: m; } box { provider: p }\" " + LINE),
        rule(
            "fidelity_valid",
            Severity.WARNING,
            LINE + "a [prompt=x fidelity=most]",
            LINE + "a [prompt=x fidelity=\"summary:low\"]"),
        rule(
            "retry_target_exists",
            Severity.WARNING,
            LINE + "a [prompt=x retry_target=gone]",
            LINE + "a [prompt=x retry_target=a]"),
        rule(
            "retry_policy_known",
            Severity.ERROR,
            LINE + "a [prompt=x retry_policy=often]",
            LINE + "a [prompt=x retry_policy=patient]"),
        rule(
            "file_not_read_here",
            Severity.WARNING,
            LINE + "a [shape=parallelogram tool_command=\"@build.sh\"]",
            LINE + "a [shape=parallelogram tool_command=\"sh build.sh\" label=\"@alice\"]"),
        rule(
            "unknown_attribute",
            Severity.WARNING,
            LINE + "a [prompt=x max_retrys=1]",
            LINE + "a [prompt=x max_retries=1 fillcolor=red]"),
        rule(
            "dead_end",
            Severity.WARNING,
            LINE + "a [prompt=x] b [prompt=x] a -> b [condition=\"outcome=fail\"]",
            LINE + "a [prompt=x]"),
        rule(
            "all_conditional_edges",
            Severity.WARNING,
            FRAME + "a [prompt=x] start -> a a -> exit [condition=\"context.x=1\"]",
            LINE + "a [shape=diamond] b [prompt=x] b -> exit a -> b [condition=\"outcome=fail\"]"),
        rule(
            "ambiguous_edges",
            Severity.WARNING,
            LINE + "a [prompt=x] b [prompt=x] b -> exit a -> b [condition=\"context.y=1\"]",
            LINE + "a [prompt=x] b [prompt=x] b -> exit a -> b [condition=\"outcome=fail && y\"]"),
        rule(
            "failure_rides_unconditional_edge",
            Severity.INFO,
            FRAME + "a [prompt=x] b [prompt=x] start -> a -> b -> exit",
            LINE + "a [prompt=x] b [prompt=x] b -> exit a -> b"),
        rule(
            "failure_accepted",
            Severity.INFO,
            FRAME + "a [prompt=x] start -> a a -> exit [accept_failure=true]",
            LINE + "a [prompt=x]"),
        rule(
            "condition_never_holds",
            Severity.WARNING,
            LINE + "a [prompt=x] a -> exit [condition=\"outcome=fail && outcome=retry\"]",
            LINE + "a [prompt=x] a -> exit [condition=\"outcome=fail && context.y<3\"]"),
        rule(
            "outcome_misspelt",
            Severity.WARNING,
            LINE + "a [prompt=x] a -> a [condition=\"outcome=fial\"]",
            LINE
                + "a [prompt=\"say sucess or pass\"] a -> a [condition=\"outcome=sucess\"]"
                + " a -> a [condition=\"outcome=pass || outcome=done\"]"),
        rule(
            "terminal_reached_on_failure",
            Severity.INFO,
            FRAME + "a [prompt=x] start -> a -> exit",
            // The edges of a question are choices, which no failure takes.
            FRAME + "a [shape=hexagon human.timeout=1s] start -> a a -> exit [label=yes]"),
        rule(
            "loop_without_limit",
            Severity.WARNING,
            FRAME + "a [prompt=x] b [prompt=x] start -> a -> b b -> a [weight=1] b -> exit",
            LINE + "max_node_visits=9 a [prompt=x] b [prompt=x] a -> b b -> a"),
        rule(
            "tool_command_required",
            Severity.ERROR,
            LINE + "a [shape=parallelogram]",
            LINE + "a [shape=parallelogram script=make]"),
        rule(
            "pipeline_file_required",
            Severity.ERROR,
            LINE + "a [type=pipeline]",
            LINE + "a [type=tool tool_command=x]"),
        rule(
            "alias_and_name",
            Severity.WARNING,
            LINE + "a [shape=parallelogram tool_command=x script=y]",
            "node [script=z] " + LINE + "a [shape=parallelogram tool_command=x]"),
        rule(
            "goal_gate_has_retry",
            Severity.WARNING,
            LINE + "a [prompt=x goal_gate=true]",
            "retry_target=a " + LINE + "a [prompt=x goal_gate=true]"),
        rule(
            "default_choice_known",
            Severity.ERROR,
            LINE + "a [shape=hexagon human.default_choice=Z]",
            LINE + "a [shape=hexagon human.default_choice=E]"),
        rule(
            "choice_keys_differ",
            Severity.WARNING,
            LINE + "a [shape=hexagon] a -> exit [label=\"[S] Ship\"] a -> exit [label=\"S) Stop\"]",
            LINE + "a [shape=hexagon] a -> exit [label=\"[S] Ship\"] a -> exit [label=Stop]"),
        rule(
            "prompt_on_llm_nodes",
            Severity.WARNING,
            LINE + "a [shape=box]",
            LINE + "a [shape=box label=\"Write tests\"]"),
        rule(
            "status_contract_in_prompt",
            Severity.INFO,
            LINE + "a [prompt=\"write status.json\"]",
            LINE + "a [prompt=\"write tests\"]"),
        rule(
            "custom_verdict_not_routed",
            Severity.WARNING,
            LINE + "a [prompt=\"say outcome=needs_work\"]",
            LINE
                + "a [prompt=\"say outcome=needs_work or outcome=fail\"]"
                + " a -> a [condition=\"outcome=needs_work\"]"),
        rule(
            "verdict_not_in_prompt",
            Severity.INFO,
            LINE + "a [prompt=\"look at it\"] a -> a [condition=\"outcome=needs_work\"]",
            LINE + "a [prompt=\"say: Needs work\"] a -> a [condition=\"outcome=needs_work\"]"),
        rule(
            "unknown_variable",
            Severity.WARNING,
            LINE + "a [prompt=\"greet $whom\"]",
            LINE + "a [prompt=\"greet $who for $goal at $$5\"]"),
        rule(
            "context_key_never_set",
            Severity.INFO,
            LINE + "a [prompt=\"fix ${context.test.name}\"]",
            LINE
                + "a [prompt=\"${context.who} ${context.x}\"] b [prompt=x] a -> b"
                + " [condition=\"outcome=fail\"] b -> a"),
        rule(
            "provider_unknown",
            Severity.ERROR,
            LINE + "a [prompt=x llm_provider=nobody]",
            LINE + "a [prompt=x llm_provider=anthropic]"),
        rule(
            "tool_hooks_honoured",
            Severity.WARNING,
            LINE + "a [prompt=x llm_provider=openai tool_hooks.pre=\"./guard.sh\"]",
            LINE + "a [prompt=x llm_provider=anthropic tool_hooks.pre=\"./guard.sh\"]"),
        rule(
            "model_unknown",
            Severity.WARNING,
            "model_stylesheet=\"* { model: cluade-opus-4-6; }\" " + LINE + "a [prompt=x]",
            LINE + "a [prompt=x llm_model=\"claude-opus-4-6\"]"),
        rule(
            "take_known",
            Severity.ERROR,
            LINE + "f [shape=component take=every] j [shape=tripleoctagon] f -> a -> j f -> b -> j",
            LINE + "f [shape=component take=all] j [shape=tripleoctagon] f -> a -> j f -> b -> j"),
        rule(
            "take_known",
            Severity.WARNING,
            FRAME
                + "f [shape=component take=all] j [shape=tripleoctagon take=best] a [prompt=x]"
                + " b [prompt=x] start -> f f -> a -> j f -> b -> j j -> exit",
            FRAME
                + "f [shape=component take=all] j [shape=tripleoctagon take=all] a [prompt=x]"
                + " b [prompt=x] start -> f f -> a -> j f -> b -> j j -> exit"),
        rule(
            "for_each_valid",
            Severity.ERROR,
            LINE + "f [shape=component for_each=\"context.units\"] f -> a -> b",
            LINE
                + "f [shape=component for_each=\"context.units\"] j [shape=tripleoctagon]"
                + " f -> a -> j"),
        rule(
            "file_reference",
            Severity.ERROR,
            LINE + "a [prompt=\"@gone.md\"]",
            LINE + "a [prompt=\"@ all: go\nhome\"]"),
        rule("dot_syntax", Severity.ERROR, "a -- b", FRAME + "start -> exit"));
  }

  /** A fan-out in a fan-out, with ids that begin in the same way. */
  private static String nested(String id) {
    return """
    node [shape=parallelogram tool_command=true]
    %1$s_f [shape=component] %1$s_g [shape=component]
    j [shape=tripleoctagon] i [shape=tripleoctagon]
    start -> %1$s_f -> %1$s_g -> %1$s_a -> i -> j -> exit
    %1$s_f -> b -> j; %1$s_g -> c -> i
    """
        .formatted(id);
  }

  private static Arguments rule(String id, Severity severity, String fires, String doesNot) {
    return Arguments.of(id, severity, fires, doesNot);
  }

  /** Returns what a rule finds in a pipeline. */
  static List<Diagnostic> findings(String statements, String rule) {
    return PipelineText.compile(statements, KNOWN).diagnostics().stream()
        .filter(found -> found.rule().equals(rule))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void firesWithItsSeverityAPlaceAndAFix(
      String rule, Severity severity, String fires, String doesNot) {
    assertThat(findings(fires, rule))
        .isNotEmpty()
        .allSatisfy(found -> {
          assertThat(found.severity()).isEqualTo(severity);
          assertThat(found.message()).isNotBlank();
          assertThat(found.hint()).isNotBlank();
        });
    assertThat(PipelineText.compile(fires, KNOWN) instanceof Compilation.Rejected)
        .as("only errors keep a pipeline from running")
        .isEqualTo(severity == Severity.ERROR);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void doesNotFireElsewhere(String rule, Severity severity, String fires, String doesNot) {
    assertThat(findings(doesNot, rule)).isEmpty();
  }

  @Test
  void everyRuleIsTestedAndHasAPage() throws Exception {
    Set<String> tested =
        rules().map(arguments -> (String) arguments.get()[0]).collect(Collectors.toSet());
    Set<String> ids =
        Stream.concat(
                StandardRules.all().stream().map(LintRule::id),
                Stream.of("file_reference", "part_has_errors", "dot_syntax")) // found while reading
            .collect(Collectors.toSet());
    assertThat(tested).containsAll(StandardRules.all().stream().map(LintRule::id).toList());
    try (Stream<Path> pages = Files.list(Path.of("..", "docs", "lint"))) {
      assertThat(
              pages
                  .map(page -> page.getFileName().toString())
                  .filter(name -> !name.equals("README.md"))
                  .map(name -> name.substring(0, name.length() - ".md".length())))
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a [prompt=x] d [shape=diamond] a -> d d -> exit [condition=\"outcome=yes\"] d -> exit',1",
    "'a [prompt=\"yes?\"] d [shape=diamond] a -> d d -> exit [condition=\"outcome=yes\"]',0",
    "'a [prompt=x] b [prompt=\"say yes\"] d [shape=diamond] a -> d b -> d d -> b"
        + " [condition=\"outcome=yes\"]',0",
    "'a [prompt=eyes] a -> a [condition=\"outcome=yes\"]',1",
    "'a [prompt=x] a -> a [condition=\"outcome!=no\"] a -> a [condition=\"outcome=fail\"]',1",
    "'a [prompt=x] a -> a [condition=\"context.y=yes\"]',0",
    "'a [shape=parallelogram tool_command=x] a -> a [condition=\"outcome=yes\"]',0",
    "'a [label=x] a -> a [condition=\"outcome=yes\"]',0",
    "'a [prompt=x] a -> a [condition=\"outcome=succeeded\"]',0"
  })
  void aVerdictThatEdgesWaitForStandsInThePromptOfOneOfItsAgents(String statements, int remarks) {
    assertThat(findings(LINE + statements, "verdict_not_in_prompt")).hasSize(remarks);
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
            b -> exit [condition="x y=z"]
            """);

    assertThat(compilation.diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(d -> d.position().line() + " " + d.rule())
        .containsExactly("3 duration_syntax", "4 tool_command_required", "6 condition_syntax");
  }

  @Test
  void aConditionThatCannotBeReadIsPointedAt() {
    assertThat(findings(FRAME + "start -> exit [condition=\"a=1 || \"]", "condition_syntax"))
        .extracting(Diagnostic::hint)
        .singleElement()
        .asString()
        .contains("    a=1 ||\n          ^");
  }

  @Test
  void conditionsThatTogetherCoverEverySuccessNeedNoPlainEdge() {
    assertThat(
            findings(
                FRAME
                    + "a [prompt=x] start -> a a -> exit [condition=\"preferred_label=x\"]"
                    + " a -> a [condition=\"preferred_label!=x\"]",
                "all_conditional_edges"))
        .isEmpty();
  }

  /** Whoever does what a hint says is not warned for it. */
  @Test
  void anEdgeForSuccessAloneIsEnough() {
    assertThat(PipelineText.compile(LINE + "a [prompt=x]", KNOWN).diagnostics()).isEmpty();
  }

  @Test
  void aNodeWithManyConditionsIsToldOnceOfThoseThatCanBothHold() {
    StringBuilder edges = new StringBuilder(FRAME + "a [prompt=x] start -> a a -> exit ");
    for (int i = 0; i < 300; i++) {
      edges.append(
          "n%d [prompt=x] a -> n%d [condition=\"k%d=v\"] n%d -> exit ".formatted(i, i, i, i));
    }

    assertThat(findings(edges.toString(), "ambiguous_edges")).hasSize(1);
  }
}
