package dev.attractor.domain.lint;

import java.util.Optional;
import java.util.Set;

/**
 * What is known outside a pipeline when it is checked.
 *
 * @param nodeTypes types that plugins add
 * @param providers names and aliases of agent providers; empty when nobody knows them
 * @param models names of models; empty when there is no catalog
 * @param variables names that {@code --set} and the configuration give values to
 */
public record KnownNames(
    Set<String> nodeTypes,
    Optional<Set<String>> providers,
    Optional<Set<String>> models,
    Set<String> variables) {
  /** Nothing is known. */
  public static final KnownNames UNKNOWN =
      new KnownNames(Set.of(), Optional.empty(), Optional.empty(), Set.of());

  public KnownNames {
    nodeTypes = Set.copyOf(nodeTypes);
    providers = providers.map(Set::copyOf);
    models = models.map(Set::copyOf);
    variables = Set.copyOf(variables);
  }
}
