package dev.attractor.cli.pipelines;

import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameter;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.OutputFile;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.dot.DotPrinter;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourcePosition;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.report.GraphPictures;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code attractor graph}. */
final class GraphCommand implements ProgramCommand {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  enum Format {
    JSON,
    DOT,
    SVG,
    PNG,
    HTML
  }

  private final Terminal terminal;

  private Path subject = Path.of("");
  private @Nullable Format format;
  private @Nullable Path out;

  GraphCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Prints a pipeline resolved: defaults, classes, stylesheet and files applied.",
            "With -o: draws it, or a run of it, as SVG, PNG or a page, as the file's name says.")
        .with(
            parameter(Path.class, given -> subject = given, "FILE|RUN")
                .arity("1")
                .description(
                    "The pipeline, or a run: a folder, an id, the beginning of an id, or latest."))
        .with(
            option(Format.class, given -> format = given, "<format>", "--format")
                .description(
                    "${COMPLETION-CANDIDATES}; by default as OUT is called, and json without it."))
        .with(
            option(Path.class, given -> out = given, "OUT", "-o")
                .description("A file instead of stdout: x.json, x.dot, x.svg, x.png or x.html."));
  }

  @Override
  public Integer call() {
    Format wanted = wanted(); // before any work
    AppComponent app = AppComponent.of(terminal);
    Optional<RunSnapshot> run =
        Files.isRegularFile(terminal.here(subject))
            ? Optional.empty()
            : Optional.of(run(app, subject.toString()));
    Optional<ValidPipeline> pipeline =
        run.isPresent()
            ? CompiledPipeline.of(terminal, app, run.get())
            : CompiledPipeline.of(terminal, app, subject);
    if (pipeline.isEmpty()) {
      return ExitCode.INVALID_PIPELINE.code();
    }
    deliver(content(app.graphPictures(), wanted, pipeline.get().graph(), run));
    return terminal.tellOf(run.flatMap(RunSnapshot::anyDamage)).code();
  }

  private RunSnapshot run(AppComponent app, String text) {
    if (text.endsWith(".dot") || text.endsWith(".gv")) {
      throw AttractorException.usage(
          "there is no file " + terminal.here(subject), "name a pipeline or a run");
    }
    return app.inspectRuns().history(app.inspectRuns().find(text));
  }

  private Format wanted() {
    if (format != null) {
      if (format == Format.PNG && out == null) {
        throw AttractorException.usage("a PNG is no text to print", "name a file with -o x.png");
      }
      return format;
    }
    return out == null ? Format.JSON : called(out);
  }

  private static Format called(Path file) {
    return switch (new OutputFile(file).ending()) {
      case "json" -> Format.JSON;
      case "dot", "gv" -> Format.DOT;
      case "svg" -> Format.SVG;
      case "png" -> Format.PNG;
      case "html", "htm" -> Format.HTML;
      default ->
          throw AttractorException.usage(
              "what to write into %s cannot be told from its name".formatted(file),
              "call it x.svg, x.png, x.html, x.json or x.dot, or say it with --format");
    };
  }

  private static byte[] content(
      GraphPictures pictures, Format wanted, Pipeline pipeline, Optional<RunSnapshot> run) {
    return switch (wanted) {
      case JSON -> bytes(JSON.writeValueAsString(json(pipeline)) + "\n");
      case DOT -> bytes(DotPrinter.print(pipeline));
      case SVG -> bytes(pictures.svg(pipeline, run));
      case HTML -> bytes(pictures.html(pipeline, run));
      case PNG -> pictures.png(pipeline, run);
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void deliver(byte[] content) {
    if (out == null) {
      terminal.out().print(new String(content, StandardCharsets.UTF_8));
    } else {
      new OutputFile(terminal.here(out)).write(content);
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
          item.put("id", node.id().value());
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
          item.put("from", edge.from().value());
          item.put("to", edge.to().value());
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
