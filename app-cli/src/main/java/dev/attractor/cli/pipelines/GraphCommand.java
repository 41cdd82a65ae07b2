package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.dot.DotPrinter;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code attractor graph}. */
@Command(
    name = "graph",
    description = "Prints a pipeline resolved: defaults, classes, stylesheet and files applied.")
final class GraphCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  enum Format {
    JSON,
    DOT
  }

  private final Terminal terminal;

  @Parameters(arity = "1", paramLabel = "FILE", description = "The pipeline.")
  private Path file = Path.of("");

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES}; by default json.")
  private Format format = Format.JSON;

  @Option(names = "-o", paramLabel = "OUT", description = "A file instead of stdout.")
  private @Nullable Path out;

  GraphCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<ValidPipeline> pipeline =
        CompiledPipeline.of(terminal, AppComponent.of(terminal), file);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    String text =
        switch (format) {
          case JSON -> JSON.writeValueAsString(json(pipeline.get().graph())) + "\n";
          case DOT -> DotPrinter.print(pipeline.get().graph());
        };
    if (out == null) {
      terminal.out().print(text);
    } else {
      write(terminal.here(out), text);
    }
    return ExitCode.SUCCESS.code();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw AttractorException.usage(
          "cannot write %s: %s".formatted(file, e.getMessage()), "choose another file with -o");
    }
  }

  private static ObjectNode json(Pipeline pipeline) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", pipeline.name());
    write(json, pipeline.attributes());
    ArrayNode nodes = json.putArray("nodes");
    pipeline
        .nodes()
        .forEach(node -> {
          ObjectNode item = nodes.addObject();
          item.put("id", node.id());
          item.put("kind", node.type());
          item.put("label", node.label());
          node.classes().forEach(item.putArray("classes")::add);
          write(item, node.attributes());
          write(item, node.position());
        });
    ArrayNode edges = json.putArray("edges");
    pipeline
        .edges()
        .forEach(edge -> {
          ObjectNode item = edges.addObject();
          item.put("from", edge.from());
          item.put("to", edge.to());
          item.put("condition", edge.conditionText());
          write(item, edge.attributes());
          write(item, edge.position());
        });
    return json;
  }

  private static void write(ObjectNode json, Attributes attributes) {
    ObjectNode fields = json.putObject("attributes");
    attributes.all().forEach(attribute -> fields.put(attribute.name(), attribute.value()));
  }

  private static void write(ObjectNode json, SourcePosition position) {
    json.putObject("position").put("line", position.line()).put("column", position.column());
  }
}
