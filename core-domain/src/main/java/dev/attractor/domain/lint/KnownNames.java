package dev.attractor.domain.lint;

import dev.attractor.domain.pipeline.NodeId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known outside a pipeline when it is checked.
 *
 * @param nodeTypes types that plugins add
 * @param providers names and aliases of agent providers; empty when nobody knows them
 * @param models names of models; empty when there is no catalog
 * @param variables names that {@code --set} and the configuration give values to
 * @param idsInParts by stage that is a pipeline, how many characters the longest id of a run inside
 *     it has behind that of its own
 * @param toolHooks which of the providers run commands around an agent's tool calls
 */
public record KnownNames(
    Set<String> nodeTypes,
    Optional<Set<String>> providers,
    Optional<Set<String>> models,
    Set<String> variables,
    Map<NodeId, Integer> idsInParts,
    Set<String> toolHooks) {
  /** Nothing is known. */
  public static final KnownNames UNKNOWN =
      new KnownNames(Set.of(), Optional.empty(), Optional.empty(), Set.of());

  public KnownNames {
    nodeTypes = Set.copyOf(nodeTypes);
    providers = providers.map(Set::copyOf);
    models = models.map(Set::copyOf);
    variables = Set.copyOf(variables);
    idsInParts = Map.copyOf(idsInParts);
    toolHooks = Set.copyOf(toolHooks);
  }

  /** Makes what is known about a pipeline whose stages are not looked into. */
  public KnownNames(
      Set<String> nodeTypes,
      Optional<Set<String>> providers,
      Optional<Set<String>> models,
      Set<String> variables) {
    this(nodeTypes, providers, models, variables, Map.of(), Set.of());
  }

  /** Returns the same for a pipeline whose stages run pipelines with ids of these lengths. */
  public KnownNames withIdsInParts(Map<NodeId, Integer> lengths) {
    return new KnownNames(nodeTypes, providers, models, variables, lengths, toolHooks);
  }

  /** Returns the same where these providers run commands around an agent's tool calls. */
  public KnownNames withToolHooks(Set<String> names) {
    return new KnownNames(nodeTypes, providers, models, variables, idsInParts, names);
  }
}
