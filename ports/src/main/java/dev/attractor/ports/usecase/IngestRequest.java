package dev.attractor.ports.usecase;

import dev.attractor.ports.config.RunConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a person wants a pipeline for, and who is to write it.
 *
 * @param wish in the person's own words
 * @param project the folder that the pipeline is for; the agent may read there
 * @param provider name or alias; empty for whoever a run would choose
 * @param model empty for the provider's own choice
 * @param config what is to be known of agents
 * @param guide what the agent is told of pipelines
 */
public record IngestRequest(
    String wish,
    Path project,
    Optional<String> provider,
    String model,
    RunConfig config,
    Guide guide) {
  /**
   * How pipelines are written, in the words of the project's own pages.
   *
   * @param pages on the language, its attributes and the rules that pipelines are held to
   * @param examples whole pipelines
   */
  public record Guide(List<String> pages, List<String> examples) {
    public Guide {
      pages = List.copyOf(pages);
      examples = List.copyOf(examples);
    }
  }
}
