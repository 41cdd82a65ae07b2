package dev.attractor.domain.dot;

import static dev.attractor.domain.PipelineText.read;
import static dev.attractor.domain.PipelineText.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.source.SourceText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §1: the DOT dialect. */
class DotReaderTest {

  @Test
  void readsNodesEdgesAndAttributesWithTheirPositions() {
    Pipeline pipeline =
        read(
            """
            digraph build {
              goal = "make it"
              plan [shape=box, prompt="Plan."]
              plan -> test [weight=3]
            }
            """);

    assertThat(pipeline.name()).isEqualTo("build");
    assertThat(pipeline.goal()).isEqualTo("make it");
    Node plan = pipeline.node("plan");
    assertThat(plan.position()).isEqualTo(new SourcePosition(3, 3));
    assertThat(plan.attributes().find("prompt").orElseThrow().position())
        .isEqualTo(new SourcePosition(3, 20));
    assertThat(pipeline.edges()).extracting(Edge::weight).containsExactly(3);
    assertThat(pipeline.edges().getFirst().position()).isEqualTo(new SourcePosition(4, 3));
  }

  @Test
  void acceptsAllKindsOfCommentsAndSeparators() {
    Pipeline pipeline =
        read(
            """
            # a comment of the preprocessor
            digraph g { // to the end of the line
              a [x=1, y=2; z=3 w=4] [v=5]; /* in
              between */ b
              a -> b;;
            }
            """);

    assertThat(pipeline.node("a").attributes().all())
        .extracting(a -> a.name() + "=" + a.value())
        .containsExactly("x=1", "y=2", "z=3", "w=4", "v=5");
    assertThat(pipeline.edges()).hasSize(1);
  }

  @Test
  void unescapesQuotesBackslashesNewlinesAndTabsAndKeepsOtherEscapes() {
    Pipeline pipeline = read("digraph g { a [p=\"q\\\"b\\\\n\\n\\t\\d\\$\"] }");

    assertThat(pipeline.node("a").attributes().text("p")).isEqualTo("q\"b\\n\n\t\\d\\$");
  }

  @Test
  void readsMultiLineStringsAndConcatenation() {
    Pipeline pipeline = read("digraph g { a [p=\"one\ntwo\" + \" three\"] b [q=1] }");

    assertThat(pipeline.node("a").attributes().text("p")).isEqualTo("one\ntwo three");
    assertThat(pipeline.node("b").position().line()).isEqualTo(2);
  }

  @Test
  void acceptsQuotedIdentifiersAndDottedKeys() {
    Pipeline pipeline = read("digraph \"g\" { \"a\" [human.default_choice=yes] \"a\" -> b }");

    assertThat(pipeline.node("a").attributes().text("human.default_choice")).isEqualTo("yes");
    assertThat(pipeline.node("a").declared()).isTrue();
    assertThat(pipeline.node("b").declared()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"900s,PT15M", "15m,PT15M", "2h,PT2H", "250ms,PT0.25S", "1d,PT24H", "90,PT1M30S"})
  void readsDurationsABareNumberMeansSeconds(String text, Duration expected) {
    Pipeline pipeline = read("digraph g { a [timeout=%s] }".formatted(text));

    assertThat(pipeline.node("a").attributes().duration("timeout")).contains(expected);
  }

  @Test
  void chainsAreEdgesWithTheSameAttributes() {
    Pipeline pipeline = read("digraph g { a -> b -> c [x=1] }");

    assertThat(pipeline.edges())
        .extracting(e -> e.from() + ">" + e.to() + e.attributes().text("x"))
        .containsExactly("a>b1", "b>c1");
  }

  @Test
  void subgraphEndpointsExpand() {
    Pipeline pipeline = read("digraph g { a -> {b c} -> subgraph s { d } }");

    assertThat(pipeline.edges())
        .extracting(e -> e.from() + ">" + e.to())
        .containsExactly("a>b", "a>c", "b>d", "c>d");
  }

  @Test
  void defaultsApplyToLaterStatementsOfTheirScopeOnly() {
    Pipeline pipeline =
        read(
            """
            digraph g {
              early
              node [x=1]
              subgraph s { node [x=2] inner }
              later
              edge [weight=7]
              early -> later
            }
            """);

    assertThat(pipeline.nodes())
        .extracting(n -> n.id() + n.attributes().text("x"))
        .containsExactly("early", "inner2", "later1");
    assertThat(pipeline.edges().getFirst().weight()).isEqualTo(7);
  }

  @Test
  void aSubgraphsLabelGivesItsNodesADerivedClass() {
    Pipeline pipeline =
        read("digraph g { subgraph x { label=\"Loop A, (hard)!\" a [class=\"own\"] } b }");

    assertThat(pipeline.node("a").classes()).containsExactly("own", "loop-a-hard");
    assertThat(pipeline.node("b").classes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "default_max_retry,default_max_retries",
    "node_type,type",
    "llm_prompt,prompt",
    "context_fidelity_default,default_fidelity",
    "script,tool_command"
  })
  void aliasesAreReadAsTheirCanonicalNames(String alias, String name) {
    Pipeline pipeline = read("digraph g { a [%s=x] }".formatted(alias));

    assertThat(pipeline.node("a").attributes().text(name)).isEqualTo("x");
    assertThat(pipeline.node("a").attributes().has(alias)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"prompts/a.md,@prompts/a.md", "@a.md,@a.md", "'',''"})
  void promptFileIsAPromptThatRefersToAFile(String written, String prompt) {
    Pipeline pipeline = read("digraph g { a [prompt_file=\"%s\"] }".formatted(written));

    assertThat(pipeline.node("a").attributes().text("prompt")).isEqualTo(prompt);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a [tool_command=name, script=alias]",
        "a [script=alias, tool_command=name]",
        "a [tool_command=name] [script=alias]",
        "a [script=alias] a [tool_command=name]",
        "a [tool_command=name] a -> b a [script=alias]",
        "node [script=default] a [tool_command=name]",
        "node [tool_command=default] a [script=alias, tool_command=name]",
        "node [tool_command=name] node [script=alias] a",
      })
  void whereAnAliasAndItsNameStandOnOneThingTheNameWinsWhereverItStands(String statements) {
    assertThat(
            read("digraph g { %s }".formatted(statements))
                .node("a")
                .attributes()
                .text("tool_command"))
        .isEqualTo("name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node [tool_command=default] a [script=own]",
        "node [tool_command=default] subgraph s { node [script=own] a }",
        "a [script=own, script=own]",
      })
  void anAliasOnANodeIsCloserThanANameInTheDefaults(String statements) {
    Attributes attributes = read("digraph g { %s }".formatted(statements)).node("a").attributes();

    assertThat(attributes.text("tool_command")).isEqualTo("own");
    assertThat(attributes.outdone()).isEmpty();
  }

  @Test
  void theNameWinsOnTheGraphAndOnEdgesToo() {
    Pipeline pipeline =
        read(
            "digraph g { default_max_retries=2 graph [default_max_retry=5]"
                + " a -> b [node_type=x, type=y] }");

    assertThat(pipeline.attributes().integer("default_max_retries", 0)).isEqualTo(2);
    assertThat(pipeline.edges().getFirst().attributes().text("type")).isEqualTo("y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-5.4",
        "gpt-5.2-codex",
        "claude-opus-4-6",
        "team:reviewer",
        "x:y",
        "std::fs",
        "openai:gpt-5.4-mini",
        "0.5",
        "-1",
        "-0.5",
        ".5",
        "15m",
        "2.0",
        "a.b"
      })
  void aBareValueMayHoldDotsColonsAndHyphens(String value) {
    Pipeline pipeline =
        read(
            "digraph g { x=%1$s a [x=%1$s] a -> b [x=%1$s, y=1] c [x=%1$s y=1] }".formatted(value));

    assertThat(pipeline.attributes().text("x")).isEqualTo(value);
    assertThat(pipeline.node("a").attributes().values()).isEqualTo(Map.of("x", value));
    assertThat(pipeline.edges().getFirst().attributes().values())
        .isEqualTo(Map.of("x", value, "y", "1"));
    assertThat(pipeline.node("c").attributes().values()).isEqualTo(Map.of("x", value, "y", "1"));
  }

  @Test
  void anEdgeAndACommentAreNotPartOfABareValue() {
    Pipeline pipeline =
        read("digraph g { rank=1 b->c rank=same//d\n a -> b [weight=-1]c->a [weight=2]/*x*/ }");

    assertThat(pipeline.edges())
        .extracting(e -> e.from() + ">" + e.to() + e.weight())
        .containsExactly("b>c0", "a>b-1", "c>a2");
    assertThat(pipeline.attributes().text("rank")).isEqualTo("same");
  }

  @ParameterizedTest
  @CsvSource({
    "'a [prompt \"Write it\"]',1:16,the attribute prompt has no value,'write prompt=\"Write it\"'",
    "'a [goal_gate]',1:16,the attribute goal_gate has no value,'write goal_gate=true or =\"...\"'",
    "'a -> b [loop_restart, weight=2]',1:21,the attribute loop_restart has no value,",
    "'node [auto_status]',1:19,the attribute auto_status has no value,",
    "'a [x=1 y]',1:20,the attribute y has no value,",
    "'a [-5.4=x]',1:16,'-5.4' cannot be the name of an attribute,",
    "'a [5x=x]',1:16,'5x' cannot be the name of an attribute,",
    "'a [x..y=x]',1:16,'x..y' cannot be the name of an attribute,",
    "'a [\"two words\"=x]',1:16,\"two words\" cannot be the name of an attribute,",
    "'a [llm-model=x]',1:19,'-' has no meaning here,names hold letters",
    "'a [url=http://x]',1:24,expected an attribute or ']' but found ':',",
  })
  void anAttributeIsNameAndValueAndNothingElse(
      String statement, String place, String message, String hint) {
    Diagnostic found = refuse("digraph g { %s }".formatted(statement)).getFirst();

    assertThat(found.position()).hasToString(place);
    assertThat(found.message()).isEqualTo(message);
    assertThat(found.hint()).contains(hint == null ? "" : hint);
    assertThat(found.hint()).isNotBlank();
  }

  @Test
  void everyNameWithoutAValueIsReportedAndTheListGoesOn() {
    assertThat(
            refuse(
                """
                digraph g {
                  a [
                    goal_gate
                    prompt "Write it"
                    auto_status,
                    timeout=5m
                  ]
                }
                """))
        .extracting(d -> d.position().line() + " " + d.message())
        .containsExactly(
            "3 the attribute goal_gate has no value",
            "4 the attribute prompt has no value",
            "5 the attribute auto_status has no value");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", ";;", " ; // end", "\n;\n"})
  void semicolonsAfterTheGraphMeanNothing(String end) {
    assertThat(read("digraph g { a }" + end).nodes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"2,2", "2.0,2", "2.,2", "-1.00,-1"})
  void aWholeNumberMayBeWrittenWithAPoint(String written, int weight) {
    assertThat(read("digraph g { a -> b [weight=%s] }".formatted(written)).edges())
        .extracting(Edge::weight)
        .containsExactly(weight);
  }

  @ParameterizedTest
  @CsvSource({
    "x [shape=Mdiamond],START",
    "start,START",
    "x [shape=Msquare],EXIT",
    "done,EXIT",
    "x [shape=hexagon],HUMAN",
    "x [shape=diamond],CONDITIONAL",
    "x [shape=component],PARALLEL",
    "x [shape=tripleoctagon],FAN_IN",
    "x [shape=parallelogram],TOOL",
    "x [shape=house],MANAGER_LOOP",
    "x [shape=star],AGENT",
    "x,AGENT",
    "x [shape=box type=tool],TOOL",
    "x [type=codergen],AGENT",
    "x [type=custom],CUSTOM"
  })
  void theKindOfANodeFollowsTypeThenIdThenShape(String statement, NodeKind kind) {
    assertThat(read("digraph g { %s }".formatted(statement)).nodes())
        .extracting(Node::kind)
        .containsExactly(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "graph g { a }",
        "strict digraph g { a }",
        "digraph g { a -- b }",
        "digraph g { a } digraph h { b }",
        "digraph g { a [label=<b>x</b>] }",
        "digraph g { a:port -> b }",
        "digraph { a }",
        "digraph g { \"a b\" }",
        "digraph g { 1a }",
        "digraph g { a [x=\"never closed] }",
        "digraph g { /* never closed }",
        "digraph g { a [x=1 }",
        "digraph g { a ",
        "digraph g { a -> }",
        "digraph g { a [x=] }",
        "digraph g { a [x] }",
        "digraph g { a }; digraph h { b }",
        "digraph g { a--b }",
        "digraph g { x=a--b }",
        "digraph g { ../../etc }",
        "",
        "pseudo code: run this",
      })
  void refusesWhatIsNotInTheDialectWithPlaceAndHint(String text) {
    List<Diagnostic> diagnostics = refuse(text);

    assertThat(diagnostics).isNotEmpty();
    assertThat(diagnostics).allSatisfy(d -> assertThat(d.message()).isNotBlank());
    assertThat(diagnostics.getFirst().hint()).isNotBlank();
  }

  @Test
  void reportsSeveralMistakesInOnePass() {
    List<Diagnostic> diagnostics =
        refuse(
            """
            digraph g {
              a -- b
              c [x=<y>]
              d -> e
              f:port -> g
            }
            """);

    assertThat(diagnostics).extracting(d -> d.position().line()).containsExactly(2, 3, 5);
  }

  @Test
  void showsTheLineWithACaretUnderThePlace() {
    String text = "digraph g {\n  a -- b\n}";
    String shown = refuse(text).getFirst().render(new SourceText("dir/x.dot", text));

    assertThat(shown)
        .startsWith("dir/x.dot:2:5: error: ")
        .contains("  2 |   a -- b\n    |     ^\n")
        .contains("hint: write ->");
  }

  @Test
  void deepNestingIsRefusedAndNotAStackOverflow() {
    assertThat(refuse("digraph g " + "{".repeat(100_000))).isNotEmpty();
  }

  @Test
  void aLongFileOfMistakesIsReadInLinearTime() {
    // Quadratic reading would take minutes here; the time-out of the build would end it.
    assertThat(refuse("digraph g {\n a [\n" + "\"x\"\n".repeat(300_000))).isNotEmpty();
    assertThat(refuse("digraph g { a [" + "\"x\" ".repeat(300_000))).isNotEmpty();
    assertThat(refuse("digraph g {\n" + "a -- b\n".repeat(100_000) + "}")).isNotEmpty();
  }
}
