package dev.attractor.domain.secret;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.human.ChoiceLabel;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.HashSet;
import java.util.Set;

/**
 * The words by which a run is routed: ids of nodes, labels of edges, and what conditions compare
 * with. Anybody can read them in the pipeline, so a variable that holds one of them keeps no secret
 * in it, and must not lead the run astray (SEMANTICS §10).
 */
public final class OwnWords {
  private OwnWords() {}

  /** Returns those of a pipeline and of the pipelines that its stages run. */
  public static Set<String> of(PipelineSource source) {
    Set<String> words = new HashSet<>();
    for (FailureClass failureClass : FailureClass.values()) {
      words.add(failureClass.word());
    }
    add(words, source);
    words.remove("");
    return words;
  }

  private static void add(Set<String> words, PipelineSource source) {
    if (DotReader.read(source.text()) instanceof Parse.Read(Pipeline pipeline)) {
      pipeline.nodes().forEach(node -> words.add(node.id().value()));
      for (Edge edge : pipeline.edges()) {
        words.add(edge.label().strip());
        words.add(ChoiceLabel.of(edge.label()).text());
        edge.condition()
            .ifPresent(
                condition -> condition.tests().forEach(test -> words.addAll(test.literals())));
      }
    }
    source.parts().values().forEach(part -> add(words, part));
  }
}
