package dev.attractor.reports.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.attractor.domain.pipeline.Pipeline;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Pictures of pipelines. */
class DrawnPicturesTest {
  private static final String ALL_SHAPES =
      """
      start [shape=Mdiamond] exit [shape=Msquare] agent [label="Write\\nthe code"]
      ask [shape=hexagon] route [shape=diamond] fan [shape=component] join [shape=tripleoctagon]
      tool [shape=parallelogram] house [shape=house] tab [shape=tab] oval [shape=ellipse]
      part [type=pipeline] custom [type=mine] round [shape=circle, type=start]
      start -> agent -> ask -> route -> fan -> tool -> join -> house -> tab -> oval -> part
      fan -> custom -> join part -> exit round -> exit
      """;

  @Test
  void showsEachNodeAndEachEdgeOnce() throws Exception {
    Pipeline pipeline = Pictures.pipeline(ALL_SHAPES);
    Element svg = Pictures.svg(pipeline);

    assertThat(Pictures.nodes(svg))
        .containsExactlyElementsOf(
            pipeline.nodes().stream().map(node -> node.id().value()).toList());
    assertThat(Pictures.edges(svg))
        .containsExactlyElementsOf(
            pipeline.edges().stream().map(e -> e.from() + ">" + e.to()).toList());
    assertThat(Pictures.overlaps(svg)).isEmpty();
    assertThat(Pictures.node(svg, "agent").getAttribute("id")).isEqualTo("node-agent");
    assertThat(Pictures.texts(Pictures.node(svg, "agent")))
        .containsExactly("Write", "the code", "agent");
  }

  @Test
  void aLongChainWithManyWaysBackIsLaidOut() throws Exception {
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      chain.append("n%d -> n%d ".formatted(i, i + 1));
      if (i % 3 != 0) {
        chain.append("n%d -> n%d [label=again] ".formatted(i, i * 37 % 150));
      }
    }
    Element svg = Pictures.svg(Pictures.pipeline(chain.toString()));

    assertThat(Pictures.nodes(svg)).hasSizeGreaterThan(150);
    assertThat(Pictures.overlaps(svg)).isEmpty();
  }

  @Test
  void isAccessibleAndSelfContained() throws Exception {
    String text = new DrawnPictures().svg(Pictures.pipeline(ALL_SHAPES), Optional.empty());
    Element svg = Pictures.parsed(text);

    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(Pictures.all(svg, "title").getFirst().getTextContent()).isEqualTo("p");
    assertThat(Pictures.all(svg, "desc").getFirst().getTextContent())
        .isEqualTo("p: 14 nodes, 14 edges");
    assertThat(text).contains("prefers-color-scheme: dark");
    assertThat(text.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http", "href", "url(", "<script", "@import");
  }

  @Test
  void drawsTheShapesOfTheDialect() {
    Pipeline pipeline =
        Pictures.pipeline(ALL_SHAPES + "odd [shape=box, type=tool] strange [shape=star]");

    assertThat(pipeline.nodes())
        .extracting(node -> node.id() + " " + Figure.of(node))
        .contains(
            "start MDIAMOND",
            "exit MSQUARE",
            "agent BOX",
            "ask HEXAGON",
            "route DIAMOND",
            "fan COMPONENT",
            "join TRIPLEOCTAGON",
            "tool PARALLELOGRAM",
            "house HOUSE",
            "tab TAB",
            "oval ELLIPSE",
            "part SUBPROCESS",
            "custom OCTAGON",
            "round CIRCLE",
            "odd PARALLELOGRAM",
            "strange BOX");
  }

  @ParameterizedTest
  @EnumSource(Figure.class)
  void textsLieWithinTheirShape(Figure figure) {
    for (double[] size : new double[][] {{20, 16}, {60, 16}, {190, 78}, {300, 16}}) {
      Box box = figure.around(size[0], size[1]);
      Box text = Box.around(figure.textCenter(box), size[0], size[1]);

      for (Point corner : List.of(text.at(0, 0), text.at(1, 0), text.at(0, 1), text.at(1, 1))) {
        assertThat(figure.contains(box, corner)).as("%s of %s", corner, box).isTrue();
      }
      assertThat(figure.contains(box, box.at(0, 0).plus(-1, 0))).isFalse();
    }
  }

  @Test
  void hostileTextsStayTexts() throws Exception {
    String hostile = "</svg><script>alert('1')</script> \\\"quoted\\\" & \u0001\u009b";
    Pipeline pipeline =
        Pictures.pipeline(
            "label=\"%s\" goal=\"%s\" a [label=\"%s\"] a -> b [label=\"%s\"]"
                .formatted(hostile, hostile, hostile, hostile));
    String html = new DrawnPictures().html(pipeline, Optional.empty());
    Element svg = Pictures.svg(pipeline);

    assertThat(Pictures.all(svg, "script")).isEmpty();
    assertThat(Pictures.node(svg, "a").getTextContent()).contains("</svg><script>", "\"quoted\"");
    assertThat(html).doesNotContain("<script", "\u0001").containsOnlyOnce("</svg>");
  }

  @Test
  void anEmptyLabelShowsTheId() throws Exception {
    Element svg = Pictures.svg(Pictures.pipeline("a [label=\"\"] b [label=\" \"] a -> b"));

    assertThat(Pictures.texts(Pictures.node(svg, "a"))).containsExactly("a");
    assertThat(Pictures.texts(Pictures.node(svg, "b"))).containsExactly("b");
  }

  @Test
  void longTextsAreShortenedAndToldInFull() throws Exception {
    String words = "as long as a sentence that nobody reads in a picture ".repeat(9).strip();
    Element svg =
        Pictures.svg(
            Pictures.pipeline(
                "a [label=\"%s\"] a -> b [label=\"%s\", condition=\"outcome=fail\"]"
                    .formatted(words, words)));

    assertThat(Pictures.texts(Pictures.node(svg, "a")))
        .hasSize(5) // and the id
        .allMatch(line -> line.length() <= 24)
        .anyMatch(line -> line.endsWith("…"));
    assertThat(Pictures.all(Pictures.node(svg, "a"), "title").getFirst().getTextContent())
        .contains(words);
    Element edge = Pictures.edge(svg, "a", "b");
    assertThat(Pictures.texts(edge)).hasSize(4).contains("outcome=fail");
    assertThat(Pictures.all(edge, "title").getFirst().getTextContent())
        .contains(words, "when outcome=fail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TB", "LR", "BT", "RL"})
  void selfLoopsParallelEdgesAndSubgraphsHaveTheirLines(String direction) throws Exception {
    Pipeline pipeline =
        Pictures.pipeline(
            """
            rankdir=%s
            subgraph cluster_x { label="Loop A"; a; b }
            a -> b [label="one"] a -> b [label="two"] a -> b
            b -> b [label="again"] b -> a c -> b alone
            """
                .formatted(direction));
    Element svg = Pictures.svg(pipeline);

    assertThat(Pictures.edges(svg)).containsExactly("a>b", "a>b", "a>b", "b>b", "b>a", "c>b");
    assertThat(Pictures.groups(svg, "edge").stream().map(group -> path(group)))
        .as("each its own line")
        .doesNotHaveDuplicates()
        .allMatch(path -> path.contains("C"));
    assertThat(Pictures.texts(svg)).contains("one", "two", "again");
    assertThat(Pictures.overlaps(svg)).isEmpty();
    for (Element edge : Pictures.groups(svg, "edge")) {
      Box target = Pictures.box(Pictures.node(svg, edge.getAttribute("data-to"))).inset(-12);
      Box line = Pictures.box(withoutLabel(edge));
      assertThat(line.overlaps(target)).as(edge.getAttribute("id")).isTrue();
    }
  }

  private static String path(Element group) {
    return Pictures.all(withoutLabel(group), "path").getFirst().getAttribute("d");
  }

  /** An edge whose first shape is its line, and not the ground of its label. */
  private static Element withoutLabel(Element edge) {
    Element first = Pictures.all(edge, "path").getFirst();
    if (first.getAttribute("class").equals("ink-page")) {
      edge.removeChild(first);
    }
    return edge;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TB", "LR"})
  void clustersAreFramesAroundTheirNodesAndNoOthers(String direction) throws Exception {
    Element svg =
        Pictures.svg(
            Pictures.pipeline(
                """
                rankdir=%s
                subgraph cluster_outer { label="The <outer> one"
                  a -> b
                  subgraph cluster_inner { label=Inner; c -> d }
                  subgraph cluster_empty { label=Nobody }
                  subgraph cluster_around { subgraph cluster_alone { e } }
                }
                subgraph plain { label=Plain; x }
                start -> a b -> c d -> e -> x -> exit x -> a
                """
                    .formatted(direction)));

    assertThat(Pictures.overlaps(svg)).isEmpty();
    assertThat(Pictures.texts(svg)).contains("The <outer> one", "Inner").doesNotContain("Plain");
    assertThat(Pictures.groups(svg, "cluster").stream().map(frame -> around(svg, frame)))
        .containsExactlyInAnyOrder(
            List.of("a", "b", "c", "d", "e"), List.of("c", "d"), List.of("e"), List.of("e"));
  }

  /** The nodes that lie in a frame, all of each. */
  private static List<String> around(Element svg, Element frame) {
    Box box = Pictures.box(frame);
    return Pictures.groups(svg, "node").stream()
        .filter(node -> Pictures.box(node).overlaps(box))
        .peek(node -> {
          Box inside = Pictures.box(node);
          assertThat(inside.x()).isGreaterThan(box.x());
          assertThat(inside.y()).isGreaterThan(box.y());
          assertThat(inside.right()).isLessThan(box.right());
          assertThat(inside.bottom()).isLessThan(box.bottom());
        })
        .map(node -> node.getAttribute("data-node"))
        .sorted()
        .toList();
  }

  @Test
  void whatWouldBeALongRibbonIsDrawnDownwards() throws Exception {
    String ways = IntStream.range(0, 40).mapToObj(n -> "n" + n).collect(Collectors.joining(" -> "));
    Element svg = Pictures.svg(Pictures.pipeline("rankdir=LR start -> %s -> exit".formatted(ways)));

    assertThat(Double.parseDouble(svg.getAttribute("width")))
        .isLessThan(Double.parseDouble(svg.getAttribute("height")));
    Element few = Pictures.svg(Pictures.pipeline("rankdir=LR start -> a -> b -> exit"));
    assertThat(Double.parseDouble(few.getAttribute("width")))
        .isGreaterThan(Double.parseDouble(few.getAttribute("height")));
  }

  @Test
  void signsThatTurnATextAreShownAsSuch() throws Exception {
    Element svg = Pictures.svg(Pictures.pipeline("start -> a -> exit a [label=\"x\u202eabc\"]"));

    assertThat(Pictures.texts(svg)).contains("x\ufffdabc");
  }

  @Test
  void twoHundredNodesLieBesideEachOther() throws Exception {
    Pipeline pipeline = Pictures.pipeline(large(200));
    Element svg = Pictures.svg(pipeline);

    assertThat(Pictures.nodes(svg)).hasSize(200);
    assertThat(Pictures.edges(svg)).hasSize(pipeline.edges().size());
    assertThat(Pictures.overlaps(svg)).isEmpty();
  }

  private static String large(int nodes) {
    Random random = new Random(7);
    StringBuilder dot = new StringBuilder();
    for (int i = 0; i < nodes; i++) {
      dot.append("n%d [label=\"Stage number %d of many\"]%n".formatted(i, i));
      if (i > 0) {
        dot.append("n%d -> n%d%n".formatted(Math.max(0, i - 1 - random.nextInt(6)), i));
      }
      if (i % 5 == 4) {
        dot.append(
            "n%d -> n%d [label=\"again\", condition=\"outcome=fail\"]%n"
                .formatted(i, Math.max(0, i - random.nextInt(20))));
      }
    }
    return dot.toString();
  }

  @Test
  void theSamePipelineGivesTheSameBytes() {
    String dot = large(60) + "n1 -> n2 [label=x] n1 -> n2 [label=y] n1 -> n2 [label=z]";
    DrawnPictures pictures = new DrawnPictures();
    String first = pictures.svg(Pictures.pipeline(dot), Optional.empty());

    for (int i = 0; i < 5; i++) {
      assertThat(pictures.svg(Pictures.pipeline(dot), Optional.empty())).isEqualTo(first);
    }
    assertThat(pictures.png(Pictures.pipeline(dot), Optional.empty()))
        .isEqualTo(pictures.png(Pictures.pipeline(dot), Optional.empty()));
  }

  @Test
  void aPngShowsTheSameDrawing() throws Exception {
    Pipeline pipeline = Pictures.pipeline(ALL_SHAPES);
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(new DrawnPictures().png(pipeline, Optional.empty())));
    Element svg = Pictures.svg(pipeline);

    assertThat(image.getWidth() / 2.0)
        .isCloseTo(Double.parseDouble(svg.getAttribute("width")), within(1.0));
    for (Element node : Pictures.groups(svg, "node")) {
      Point foot = Pictures.box(node).at(0.5, 1); // on every outline
      boolean drawn = false;
      for (int y = -3; y <= 3; y++) {
        drawn |= image.getRGB((int) (2 * foot.x()), (int) (2 * foot.y()) + y) != -1;
      }
      assertThat(drawn).as(node.getAttribute("data-node")).isTrue();
    }
  }

  @Test
  void aPageLoadsNothing() {
    String html = new DrawnPictures().html(Pictures.pipeline("a -> b"), Optional.empty());

    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains(
            "content=\"default-src 'none'; style-src 'unsafe-inline'\"",
            "<title>p</title>",
            "data-node=\"a\"",
            "<h1>p: 2 nodes, 1 edges</h1>");
  }
}
