package dev.attractor.domain.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.domain.source.SourceText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parse, transform, lint, and pipelines made of several files. */
class PipelineCompilerTest {
  private static PipelineSource source(String statements, Map<String, PipelineSource> parts) {
    return new PipelineSource(
        new SourceText("p.dot", "digraph p { start exit " + statements + " }"),
        Map.of("a.md", "Do A."),
        parts);
  }

  private static Pipeline append(Pipeline pipeline, String text) {
    return pipeline.withNodes(pipeline.nodes().stream().map(node -> append(node, text)).toList());
  }

  private static Node append(Node node, String text) {
    Attribute prompt =
        new Attribute("prompt", node.attributes().text("prompt") + text, SourcePosition.START);
    return node.withAttributes(node.attributes().overriddenBy(Attributes.of(List.of(prompt))));
  }

  @Test
  void transformsRunInOrderBeforeTheRules() {
    PipelineCompiler compiler =
        new PipelineCompiler(
            StandardRules.all(),
            List.of(pipeline -> append(pipeline, "1"), pipeline -> append(pipeline, "2")));

    Compilation compilation =
        compiler.compile(
            source("a start -> a a -> exit [condition=\"outcome=success\"]", Map.of()));

    assertThat(compilation)
        .isInstanceOfSatisfying(
            Compilation.Compiled.class,
            compiled ->
                assertThat(compiled.pipeline().node(new NodeId("a")).attributes().text("prompt"))
                    .isEqualTo("12"));
    assertThat(compilation.diagnostics())
        .extracting(Diagnostic::rule)
        .as("the rules see what the transforms made")
        .doesNotContain("prompt_on_llm_nodes");
  }

  @Test
  void aFileStandsForItsReference() {
    Compilation compilation =
        new PipelineCompiler(StandardRules.all())
            .compile(source("a [prompt=\"@a.md\"] start -> a -> exit", Map.of()));

    assertThat(
            ((Compilation.Compiled) compilation)
                .pipeline()
                .node(new NodeId("a"))
                .attributes()
                .text("prompt"))
        .isEqualTo("Do A.");
  }

  @Test
  void aPartIsCompiledWithTheWholeAndItsErrorsAreTheWholes() {
    String whole = "p [type=pipeline pipeline_file=\"part.dot\"] start -> p -> exit";
    PipelineCompiler compiler = new PipelineCompiler(StandardRules.all());

    Compilation good =
        compiler.compile(source(whole, Map.of("part.dot", source("start -> exit", Map.of()))));
    assertThat(
            ((Compilation.Compiled) good)
                .pipeline()
                .part(new NodeId("p"))
                .pipeline()
                .graph()
                .nodes())
        .hasSize(2);

    Compilation bad =
        compiler.compile(source(whole, Map.of("part.dot", source("start -- exit", Map.of()))));
    assertThat(bad.diagnostics())
        .filteredOn(Diagnostic::isError)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.rule()).isEqualTo("part_has_errors");
          assertThat(found.message()).contains("part.dot").contains("1:30");
        });

    assertThat(compiler.compile(source(whole, Map.of())).diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(Diagnostic::rule)
        .containsExactly("file_reference");
  }

  private static PipelineSource around(String node, PipelineSource part) {
    return source(
        "%1$s [type=pipeline pipeline_file=\"part.dot\"] start -> %1$s -> exit".formatted(node),
        Map.of("part.dot", part));
  }

  private static List<String> tooLong(PipelineSource source) {
    return new PipelineCompiler(StandardRules.all())
        .compile(source).diagnostics().stream()
            .filter(found -> found.rule().equals("nested_id_length"))
            .map(Diagnostic::message)
            .toList();
  }

  @Test
  void idsOfPartsInsidePartsAreAddedUp() {
    String id = "n".repeat(60);
    PipelineSource inner = source("start -> exit", Map.of());

    assertThat(tooLong(around(id, inner))).isEmpty();
    assertThat(tooLong(around(id, around(id, inner)))).isEmpty();
    assertThat(tooLong(around(id, around(id, around(id, inner)))))
        .singleElement()
        .asString()
        .contains("n...", "ids with %d characters".formatted(3 * (60 + ".-v-a".length() + 8)));
  }

  @Test
  void idsOfFanOutsInPartsAreAddedUp() {
    String id = "n".repeat(60);
    PipelineSource fanOut =
        source(
            "%1$s [shape=component] a%1$s [shape=parallelogram tool_command=x]"
                    .formatted(id.substring(1))
                + " b [shape=parallelogram tool_command=x] j [shape=tripleoctagon]"
                + " start -> %1$s %1$s -> a%1$s -> j %1$s -> b -> j j -> exit"
                    .formatted(id.substring(1)),
            Map.of());

    assertThat(tooLong(fanOut)).isEmpty();
    assertThat(tooLong(around("p", fanOut))).isEmpty();
    assertThat(tooLong(around(id, fanOut))).hasSize(1);
  }
}
