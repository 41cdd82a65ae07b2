package dev.attractor.cli.plugin;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.spi.RunFact;
import dev.attractor.ports.spi.RunListener;
import dev.attractor.ports.spi.StageRuntime;
import dev.attractor.ports.spi.StageTask;
import dev.attractor.ports.spi.graph.Graph;
import dev.attractor.ports.spi.graph.GraphEdge;
import dev.attractor.ports.spi.graph.GraphNode;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Adds one of everything but agents. */
public final class EverythingPlugin implements AttractorPlugin {
  @Override
  public String name() {
    return "everything";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<CustomStageHandler> stageHandlers() {
    return List.of(new Count());
  }

  @Override
  public List<GraphTransform> transforms() {
    return List.of(new LastStage());
  }

  @Override
  public List<RunListener> runObservers() {
    return List.of(new WritesDown(), new Throws());
  }

  /** Counts the files of a name, by a program. */
  public static final class Count implements CustomStageHandler {
    @Override
    public String type() {
      return "count";
    }

    @Override
    public Outcome execute(StageTask task, StageRuntime runtime) {
      String pattern = task.attributes().getOrDefault("pattern", "");
      if (pattern.isEmpty()) {
        return Outcome.fail(FailureClass.DETERMINISTIC, "no pattern to count");
      }
      if (pattern.equals("bug")) {
        throw new IllegalStateException("a bug in the plugin");
      }
      StringBuilder count = new StringBuilder();
      ProcessResult result =
          runtime
              .processes()
              .run(
                  ProcessSpec.of(
                      List.of("sh", "-c", "find . -name '" + pattern + "' | wc -l"),
                      task.directory(),
                      task.environment()),
                  new ProcessListener() {
                    @Override
                    public void stdout(String line) {
                      runtime.keepOutput(StageRuntime.Stream.STDOUT, line);
                      count.append(line.strip());
                    }

                    @Override
                    public void stderr(String line) {}
                  });
      return result.succeeded()
          ? Outcome.success().withContext(Map.of("count", count.toString()))
          : Outcome.fail(FailureClass.TRANSIENT_INFRA, "cannot count");
    }
  }

  /** Puts a stage before the exit of every pipeline. */
  public static final class LastStage implements GraphTransform {
    @Override
    public String name() {
      return "last-stage";
    }

    @Override
    public Graph apply(Graph graph) {
      List<GraphNode> nodes = new ArrayList<>(graph.nodes());
      nodes.add(
          new GraphNode("last", "tool", Map.of("type", "tool", "tool_command", "echo last >last")));
      List<GraphEdge> edges = new ArrayList<>();
      graph
          .edges()
          .forEach(edge ->
              edges.add(
                  edge.to().equals("exit")
                      ? new GraphEdge(edge.from(), "last", edge.attributes())
                      : edge));
      edges.add(new GraphEdge("last", "exit", Map.of("condition", "outcome=success")));
      return new Graph(graph.name(), graph.attributes(), nodes, edges);
    }
  }

  /** Writes down run, number and name of the facts beside the folder of the run. */
  public static final class WritesDown implements RunListener {
    @Override
    public String name() {
      return "writes-down";
    }

    @Override
    public void happened(RunFact fact) {
      Path file = fact.logsRoot().resolveSibling("heard.txt");
      try {
        Files.writeString(
            file,
            "%s %d %s%n".formatted(fact.runId(), fact.seq(), fact.event()),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Has a defect. */
  public static final class Throws implements RunListener {
    @Override
    public String name() {
      return "throws";
    }

    @Override
    public void happened(RunFact fact) {
      throw new IllegalStateException("thrown by a listener");
    }
  }
}
