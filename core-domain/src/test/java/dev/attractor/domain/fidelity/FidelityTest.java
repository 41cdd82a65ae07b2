package dev.attractor.domain.fidelity;

import static dev.attractor.domain.PipelineText.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS §8: precedence of fidelity modes and thread keys. */
class FidelityTest {
  private static Pipeline pipeline(String graph, String node, String edge) {
    return read("digraph g { %s b [%s] a -> b [%s] }".formatted(graph, node, edge));
  }

  private static Optional<Edge> arrival(Pipeline pipeline) {
    return pipeline.edges().stream().findFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "default_fidelity=full;,fidelity=truncate,fidelity=\"summary:low\",summary:low",
    "default_fidelity=full;,fidelity=truncate,'',truncate",
    "default_fidelity=full;,'','',full",
    "'','','',compact",
    "'',fidelity=nonsense,'',compact"
  })
  void edgeThenNodeThenGraphThenCompact(String graph, String node, String edge, String expected) {
    Pipeline pipeline = pipeline(graph, node, edge);

    assertThat(Fidelity.resolve(pipeline, arrival(pipeline), pipeline.node(new NodeId("b"))).word())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "thread_id=g;,thread_id=n class=c,thread_id=e,n",
    "thread_id=g;,class=c,thread_id=e,e",
    "thread_id=g;,class=c,'',g",
    "'',class=c,'',c",
    "'','','',a"
  })
  void nodeThenEdgeThenGraphThenClassThenPreviousNode(
      String graph, String node, String edge, String expected) {
    Pipeline pipeline = pipeline(graph, node, edge);

    assertThat(
            ThreadKey.resolve(pipeline, arrival(pipeline), pipeline.node(new NodeId("b"))).text())
        .isEqualTo(expected);
  }
}
