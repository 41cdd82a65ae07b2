package dev.attractor.engine.agent;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.spi.AgentProvider;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which agent works on a node: what the node says, else what the graph says, else the default
 * provider with the model it prefers.
 *
 * @param provider a name or alias
 * @param model empty for the provider's own choice
 */
public record AgentChoice(String provider, String model) {
  private static final String PROVIDER = "llm_provider";

  /** The providers whose models the catalog has, in the order in which they are chosen. */
  public static final List<String> USUAL = List.of("anthropic", "openai", "google");

  /** Returns whether neither the node nor its graph says who works on it. */
  public static boolean namesNobody(Pipeline pipeline, Node node) {
    return pick(pipeline, node, PROVIDER, "").isEmpty();
  }

  /**
   * Returns the choice for a node and, after it, who may take over from it; the configuration names
   * them by the provider's canonical name.
   */
  public static List<AgentChoice> withSubstitutes(
      Pipeline pipeline, Node node, LlmConfig config, PluginCatalog plugins) {
    AgentChoice own =
        new AgentChoice(
            pick(pipeline, node, PROVIDER, config.defaultProvider().orElse(USUAL.getFirst())),
            pick(pipeline, node, "llm_model", ""));
    String name =
        plugins.agentProvider(own.provider()).map(AgentProvider::name).orElse(own.provider());
    return Stream.concat(
            Stream.of(own),
            config.failover(name).stream().map(one -> new AgentChoice(one.provider(), one.model())))
        .toList();
  }

  @Override
  public String toString() {
    return model.isEmpty() ? provider : provider + "/" + model;
  }

  private static String pick(Pipeline pipeline, Node node, String name, String otherwise) {
    String own = node.attributes().text(name).strip();
    String shared = pipeline.attributes().text(name).strip();
    return own.isEmpty() ? (shared.isEmpty() ? otherwise : shared) : own;
  }
}
