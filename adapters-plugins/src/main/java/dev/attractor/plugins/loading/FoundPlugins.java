package dev.attractor.plugins.loading;

import static java.util.Objects.requireNonNull;

import dev.attractor.domain.lint.StandardRules;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.plugins.Plugin;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.spi.RunListener;
import dev.attractor.ports.spi.graph.GraphRule;
import dev.attractor.ports.spi.graph.GraphTransform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The plugins that were found, with every name theirs alone. */
final class FoundPlugins implements PluginCatalog {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");
  private static final String PROGRAM = "Attractor itself";

  /** Who has a name, by what the name is of: {@code provider 'abc'}. */
  private final Map<String, String> owners = new HashMap<>();

  private final List<Plugin> plugins = new ArrayList<>();

  FoundPlugins() {
    StandardRules.all().forEach(rule -> owners.put(what("lint rule", rule.id()), PROGRAM));
    NodeKind.typeNames().forEach(type -> owners.put(what("stage type", type), PROGRAM));
    owners.put(what("stage type", "codergen"), PROGRAM);
  }

  @Override
  public List<Plugin> plugins() {
    return List.copyOf(plugins);
  }

  /** Takes a plugin in that cannot even say its name. */
  void addBroken(String name, String origin, Throwable trouble) {
    plugins.add(Plugin.broken(name, origin, LoadingTrouble.told(trouble)));
  }

  /**
   * Takes a plugin in. One that cannot be used is kept with the reason.
   *
   * @param fallbackName what to call it if it does not say
   * @param wrapping applied to everything it adds
   * @throws AttractorException when it adds something under a name that is taken
   */
  void add(AttractorPlugin plugin, String fallbackName, String origin, Wrapping wrapping) {
    Plugin found;
    try {
      found = asked(plugin, origin, wrapping);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      addBroken(fallbackName, origin, e); // whatever is wrong with it, the others are not to suffer
      return;
    }
    if (found.trouble().isEmpty()) {
      claimNames(found);
    }
    plugins.add(found);
  }

  /** How what a plugin adds is wrapped. */
  interface Wrapping {
    /** Nothing is wrapped. */
    Wrapping NONE =
        new Wrapping() {
          @Override
          public <T> T wrap(Class<T> type, T target) {
            return target;
          }
        };

    <T> T wrap(Class<T> type, T target);

    /** Returns all of a list, wrapped. */
    default <T> List<T> all(Class<T> type, List<T> targets) {
      UnaryOperator<T> one = target -> wrap(type, target);
      return targets.stream().map(one).toList();
    }
  }

  private static Plugin asked(AttractorPlugin plugin, String origin, Wrapping wrapping) {
    String name = plugin.name();
    if (plugin.spiVersion() != AttractorPlugin.SPI_VERSION) {
      return Plugin.broken(
          name,
          origin,
          "it was made for version %d of the SPI; this is version %d"
              .formatted(plugin.spiVersion(), AttractorPlugin.SPI_VERSION));
    }
    Plugin found =
        new Plugin(
            name,
            origin,
            Optional.empty(),
            wrapping.all(AgentProvider.class, plugin.agentProviders()),
            wrapping.all(CustomStageHandler.class, plugin.stageHandlers()),
            wrapping.all(GraphRule.class, plugin.lintRules()),
            wrapping.all(GraphTransform.class, plugin.transforms()),
            wrapping.all(RunListener.class, plugin.runObservers()));
    found
        .agentProviders()
        .forEach(provider -> requireNonNull(provider.defaultModel(), "the default model is null"));
    return names(found).entrySet().stream()
        .flatMap(e -> e.getValue().stream())
        .filter(one -> !NAME.matcher(one).matches())
        .findFirst()
        .map(one ->
            Plugin.broken(
                name,
                origin,
                "it uses the name '%s'; names are lower-case letters, digits, '_' and '-'"
                    .formatted(one)))
        .orElse(found);
  }

  /** All names it uses, by what they are of. */
  private static Map<String, Set<String>> names(Plugin plugin) {
    Set<String> providers = new TreeSet<>();
    for (AgentProvider provider : plugin.agentProviders()) {
      providers.add(provider.name());
      providers.addAll(provider.aliases());
    }
    Map<String, Set<String>> names = new LinkedHashMap<>();
    names.put("plugin", Set.of(plugin.name()));
    names.put("provider", providers);
    names.put("stage type", set(plugin.stageHandlers(), CustomStageHandler::type));
    names.put("lint rule", set(plugin.lintRules(), GraphRule::id));
    names.put("transform", set(plugin.transforms(), GraphTransform::name));
    names.put("run observer", set(plugin.runObservers(), RunListener::name));
    return names;
  }

  private static <T> Set<String> set(List<T> things, Function<T, String> name) {
    Set<String> names = new TreeSet<>();
    things.forEach(thing -> names.add(name.apply(thing)));
    return names;
  }

  private void claimNames(Plugin plugin) {
    names(plugin).forEach((kind, names) -> names.forEach(name -> claim(plugin, what(kind, name))));
  }

  private void claim(Plugin plugin, String what) {
    String other = owners.putIfAbsent(what, plugin.origin());
    if (other != null) {
      throw AttractorException.usage(
          "there are two of the %s: one from %s, one from %s"
              .formatted(what, other, plugin.origin()),
          "remove one of the plugins");
    }
  }

  private static String what(String kind, String name) {
    return "%s '%s'".formatted(kind, name);
  }
}
