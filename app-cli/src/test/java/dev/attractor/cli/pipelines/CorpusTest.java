package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.dot.DotFormatter;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Other people's pipelines: all are read, and Graphviz is the judge of what was read. */
class CorpusTest {
  private static final Path CORPUS = Path.of("../../shared/corpus");
  private static final String PSEUDO_CODE = "strongdm/simple_example_integration_smoke_test.dot";
  private static final Pattern BAR = Pattern.compile("\\|");
  private static final Pattern BLANK = Pattern.compile(" ");

  /** What Graphviz reads; empty when it refuses. */
  record Expected(String file, Optional<Graph> graph) {}

  record Graph(List<String> nodes, List<String> edges) {}

  static Stream<Expected> expected() throws IOException {
    try (var in =
        Objects.requireNonNull(CorpusTest.class.getResourceAsStream("corpus-graphviz.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(CorpusTest::parse);
    }
  }

  private static Expected parse(String line) {
    List<String> fields = BAR.splitAsStream(line).toList();
    boolean refused = fields.size() < 2 || fields.get(1).equals("refused");
    return new Expected(
        fields.getFirst(),
        refused
            ? Optional.empty()
            : Optional.of(
                new Graph(
                    BLANK.splitAsStream(fields.get(1)).toList(),
                    fields.size() > 2 ? BLANK.splitAsStream(fields.get(2)).toList() : List.of())));
  }

  private static SourceText source(String file) throws IOException {
    Path path = CORPUS.resolve(file);
    assumeTrue(Files.exists(path), "the corpus is not here");
    return new SourceText(file, Files.readString(path));
  }

  private static Graph read(String file) throws IOException {
    return switch (DotReader.read(source(file))) {
      case Parse.Read(Pipeline pipeline) ->
          new Graph(
              pipeline.nodes().stream().map(node -> node.id().value()).sorted().toList(),
              pipeline.edges().stream().map(e -> e.from() + ">" + e.to()).sorted().toList());
      case Parse.Refused(List<Diagnostic> diagnostics) ->
          throw new AssertionError(file + " is refused: " + diagnostics);
    };
  }

  @ParameterizedTest
  @MethodSource("expected")
  void everyFileIsReadAsGraphvizReadsIt(Expected expected) throws IOException {
    if (expected.file().equals(PSEUDO_CODE)) {
      return; // the next test
    }
    Graph graph = read(expected.file());
    expected.graph().ifPresent(wanted -> assertThat(graph).isEqualTo(wanted));
  }

  @Test
  void pseudoCodeIsRefusedWithAClearMessage() throws IOException {
    assertThat(DotReader.read(source(PSEUDO_CODE)))
        .isInstanceOfSatisfying(
            Parse.Refused.class,
            refused ->
                assertThat(refused.diagnostics().getFirst().message())
                    .contains("expected 'digraph'"));
  }

  @ParameterizedTest
  @MethodSource("expected")
  void theInstalledGraphvizAgreesWithTheStoredExpectation(Expected expected) throws Exception {
    Path file = CORPUS.resolve(expected.file());
    assumeTrue(Files.exists(file), "the corpus is not here");
    assumeTrue(isInstalled("dot"), "Graphviz is not installed");

    assertThat(graphviz(file)).isEqualTo(expected.graph());
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static Optional<Graph> graphviz(Path file) throws IOException, InterruptedException {
    Process dot =
        new ProcessBuilder("dot", "-Tjson", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(dot.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (dot.waitFor() != 0) {
      return Optional.empty();
    }
    JsonNode json = JsonMapper.shared().readTree(output);
    Map<Integer, String> names = new HashMap<>();
    for (JsonNode object : json.path("objects")) {
      String name = object.path("name").asString();
      if (!object.has("nodes") && !object.has("subgraphs") && !name.startsWith("cluster")) {
        names.put(object.path("_gvid").asInt(), name);
      }
    }
    List<String> edges = new ArrayList<>();
    for (JsonNode edge : json.path("edges")) {
      edges.add(names.get(edge.path("tail").asInt()) + ">" + names.get(edge.path("head").asInt()));
    }
    return Optional.of(
        new Graph(names.values().stream().sorted().toList(), edges.stream().sorted().toList()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kilroy/dttf.dot",
        "strongdm/consensus_task.dot",
        "strongdm/semport.dot",
        "strongdm/simple_example.dot"
      })
  void theReferencePipelinesValidateWithoutAnError(String file) throws IOException {
    Compilation compilation =
        new PipelineCompiler(StandardRules.all())
            .compile(new PipelineSource(source(file), Map.of()));

    assertThat(compilation.diagnostics().stream().filter(Diagnostic::isError)).isEmpty();
    if (file.equals("kilroy/dttf.dot")) {
      assertThat(compilation.diagnostics())
          .extracting(Diagnostic::rule)
          .as("outcome=success with outcome=fail covers a conditional node")
          .doesNotContain("all_conditional_edges");
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void layingOutChangesNoMeaningAndIsDoneOnce(Expected expected) throws IOException {
    if (expected.file().equals(PSEUDO_CODE)) {
      return;
    }
    SourceText source = source(expected.file());
    String formatted = DotFormatter.format(source);

    assertThat(DotFormatter.format(new SourceText("again", formatted))).isEqualTo(formatted);
    assertThat(meaning(new SourceText("formatted", formatted))).isEqualTo(meaning(source));
  }

  private static List<String> meaning(SourceText source) {
    if (!(DotReader.read(source) instanceof Parse.Read(Pipeline pipeline))) {
      throw new AssertionError("refused");
    }
    List<String> lines = new ArrayList<>();
    pipeline.attributes().all().forEach(a -> lines.add("graph " + a.name() + "=" + a.value()));
    pipeline
        .nodes()
        .forEach(node -> {
          lines.add("%s %s %s".formatted(node.id(), node.kind(), node.classes()));
          node.attributes().all().forEach(a -> lines.add("  " + a.name() + "=" + a.value()));
        });
    pipeline
        .edges()
        .forEach(edge -> {
          lines.add("%s -> %s".formatted(edge.from(), edge.to()));
          edge.attributes().all().forEach(a -> lines.add("  " + a.name() + "=" + a.value()));
        });
    return lines;
  }
}
