package dev.attractor.domain.dot;

import static dev.attractor.domain.PipelineText.read;
import static dev.attractor.domain.PipelineText.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.Cluster;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.source.SourceText;
import java.util.List;
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
    Node plan = pipeline.node(new NodeId("plan"));
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

    assertThat(pipeline.node(new NodeId("a")).attributes().all())
        .extracting(a -> a.name() + "=" + a.value())
        .containsExactly("x=1", "y=2", "z=3", "w=4", "v=5");
    assertThat(pipeline.edges()).hasSize(1);
  }

  @Test
  void unescapesQuotesBackslashesNewlinesAndTabsAndKeepsOtherEscapes() {
    Pipeline pipeline = read("digraph g { a [p=\"q\\\"b\\\\n\\n\\t\\d\\$\"] }");

    assertThat(pipeline.node(new NodeId("a")).attributes().text("p"))
        .isEqualTo("q\"b\\n\n\t\\d\\$");
  }

  @Test
  void readsMultiLineStringsAndConcatenation() {
    Pipeline pipeline = read("digraph g { a [p=\"one\ntwo\" + \" three\"] b [q=1] }");

    assertThat(pipeline.node(new NodeId("a")).attributes().text("p")).isEqualTo("one\ntwo three");
    assertThat(pipeline.node(new NodeId("b")).position().line()).isEqualTo(2);
  }

  @Test
  void acceptsQuotedIdentifiersAndDottedKeys() {
    Pipeline pipeline = read("digraph \"g\" { \"a\" [human.default_choice=yes] \"a\" -> b }");

    assertThat(pipeline.node(new NodeId("a")).attributes().text("human.default_choice"))
        .isEqualTo("yes");
    assertThat(pipeline.node(new NodeId("a")).declared()).isTrue();
    assertThat(pipeline.node(new NodeId("b")).declared()).isFalse();
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
  void subgraphsCalledClusterAreFramesInnerOnesFirst() {
    Pipeline pipeline =
        read(
            "digraph g { subgraph cluster_a { label=\" A \" a subgraph cluster_b { b } }"
                + " subgraph other { c } a -> b -> c }");

    assertThat(pipeline.clusters())
        .containsExactly(
            new Cluster("", List.of(new NodeId("b"))),
            new Cluster("A", List.of(new NodeId("a"), new NodeId("b"))));
    assertThat(pipeline.with(List.of(pipeline.node(new NodeId("a"))), List.of()).clusters())
        .containsExactly(new Cluster("", List.of()), new Cluster("A", List.of(new NodeId("a"))));
  }

  @Test
  void aSubgraphsLabelGivesItsNodesADerivedClass() {
    Pipeline pipeline =
        read("digraph g { subgraph x { label=\"Loop A, (hard)!\" a [class=\"own\"] } b }");

    assertThat(pipeline.node(new NodeId("a")).classes()).containsExactly("own", "loop-a-hard");
    assertThat(pipeline.node(new NodeId("b")).classes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {";", ";;", " ; // end", "\n;\n"})
  void semicolonsAfterTheGraphMeanNothing(String end) {
    assertThat(read("digraph g { a }" + end).nodes()).hasSize(1);
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

  @Test
  void aQuoteInsideThatCutsATextShortIsTold() {
    assertThat(refuse("digraph g {\n a [prompt=\"say \"hi\" now\"]\n b [label=x]\n}"))
        .singleElement()
        .satisfies(mistake -> {
          assertThat(mistake.message()).isEqualTo("the text ends at the double quote before 'hi'");
          assertThat(mistake.hint()).isEqualTo("write \\\" for a double quote inside a text");
          assertThat(mistake.position().line()).isEqualTo(2);
        });
  }
}
