package dev.attractor.domain.dot;

import static dev.attractor.domain.PipelineText.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourceText;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code attractor fmt}, and printing from the model. */
class DotFormatterTest {
  private static String format(String text) {
    return DotFormatter.format(new SourceText("t.dot", text));
  }

  @Test
  void laysOutStatementsAndKeepsCommentsOrderAndStrings() {
    String text =
        """
        // first
        digraph g{ goal="x"
        a[ label="A",shape=box ];b // behind b


          # whole line
          subgraph s { label="L"; c -> d [weight=2] }
          a->b->{c d}   [condition="outcome=fail"]
        /* last */ }
        // after
        """;

    assertThat(format(text))
        .isEqualTo(
            """
            // first
            digraph g {
                goal = "x"
                a [label="A", shape=box]
                b // behind b

                # whole line
                subgraph s {
                    label = "L"
                    c -> d [weight=2]
                }
                a -> b -> {
                    c
                    d
                } [condition="outcome=fail"]
                /* last */
            }
            // after
            """);
    assertThat(format(format(text))).isEqualTo(format(text));
  }

  @Test
  void breaksLongListsAndKeepsCommentsInThem() {
    String text =
        "digraph g { a [prompt=\"%s\", x=1 y=2] b [x=1, // why\n y=2] }".formatted("p".repeat(99));

    assertThat(format(text))
        .isEqualTo(
            """
            digraph g {
                a [
                    prompt="%s",
                    x=1,
                    y=2
                ]
                b [
                    x=1,
                    // why
                    y=2
                ]
            }
            """
                .formatted("p".repeat(99)));
  }

  @Test
  void quotesBareValuesThatGraphvizWouldCutInTwo() {
    assertThat(
            format(
                "digraph g { x=y.z a [m=gpt-5.4, n=x:y t=15m f=0.5 i=-1 l=LR] a->b[w=a-b];};"
                    + " // end"))
        .isEqualTo(
            """
            digraph g {
                x = "y.z"
                a [m="gpt-5.4", n="x:y", t=15m, f=0.5, i=-1, l=LR]
                a -> b [w="a-b"]
            } // end
            """);
  }

  @Test
  void layingOutAndPrintingKeepEveryBareValue() {
    for (long seed = 1; seed <= 5_000; seed++) {
      Random random = new Random(seed);
      String value =
          random
              .ints(1 + random.nextInt(7), 0, 8)
              .mapToObj(i -> "ab1_.:->".charAt(i))
              .map(String::valueOf)
              .collect(Collectors.joining());
      String text = "digraph g { x=%1$s; a [x=%1$s, y=1] a -> b [x=%1$s] }".formatted(value);
      if (DotReader.read(new SourceText("t.dot", text)) instanceof Parse.Read(Pipeline pipeline)) {
        assertThat(meaning(read(format(text)))).as(text).isEqualTo(meaning(pipeline));
        assertThat(meaning(read(DotPrinter.print(pipeline)))).as(text).isEqualTo(meaning(pipeline));
        assertThat(format(format(text))).as(text).isEqualTo(format(text));
      }
    }
  }

  private static List<Map<String, String>> meaning(Pipeline pipeline) {
    return Stream.of(
            Stream.of(pipeline.attributes()),
            pipeline.nodes().stream().map(Node::attributes),
            pipeline.edges().stream().map(Edge::attributes))
        .flatMap(all -> all)
        .map(Attributes::values)
        .toList();
  }

  @Test
  void whatIsNotInTheDialectIsNotTouched() {
    assertThatThrownBy(() -> format("graph g {}")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePrinterResolvesDefaultsAndClasses() {
    assertThat(
            DotPrinter.print(
                read(
                    "digraph g { goal=\"a\\\"b\\n\" node [x=1] subgraph s { label=\"Big Loop\" a }"
                        + " a -> b [weight=2] }")))
        .isEqualTo(
            """
            digraph "g" {
                graph [goal="a\\"b\\n"]
                a [x="1", class="big-loop"]
                a -> b [weight="2"]
            }
            """);
  }

  @Test
  void writesConditionsInTheOneUsualWayAndLeavesWhatItCannotRead() {
    assertThat(
            format(
                "digraph g { a -> b [condition=\"outcome==fail&&( x||!y )\"] a -> c"
                    + " [condition=\"preferred_label='Go on'||context.o=\"] a -> d"
                    + " [condition=\"x || || y\"] }"))
        .contains("condition=\"outcome=fail && (x || !y)\"")
        .contains("condition=\"preferred_label='Go on' || context.o=''\"")
        .contains("condition=\"x || || y\"");
  }
}
