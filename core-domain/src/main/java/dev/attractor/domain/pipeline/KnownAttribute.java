package dev.attractor.domain.pipeline;

import dev.attractor.domain.source.SourcePosition;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An attribute that this program reads. The table here is the only list of them: their syntax,
 * where they may stand, and the aliases that are read but never written (SEMANTICS §1).
 *
 * @param name the canonical name
 * @param type the syntax of its values; empty when any text will do
 * @param places where it is read
 * @param aliases other names that files use for it
 */
public record KnownAttribute(
    String name, Optional<AttributeTypes.Type> type, Set<Place> places, List<Alias> aliases) {
  /** What an attribute can stand on. */
  public enum Place {
    GRAPH("the graph"),
    NODE("a node"),
    EDGE("an edge");

    private final String shown;

    Place(String shown) {
      this.shown = shown;
    }

    /** Returns the place as people call it. */
    public String shown() {
      return shown;
    }
  }

  /**
   * Another name of an attribute.
   *
   * @param name what files have in place of the name
   * @param value turns a value written for the alias into one for the name
   */
  public record Alias(String name, UnaryOperator<String> value) {}

  private static final List<KnownAttribute> ALL =
      List.of(
          // the graph as a whole
          of("goal", Place.GRAPH),
          of("label", Place.GRAPH, Place.NODE, Place.EDGE),
          of("model_stylesheet", Place.GRAPH),
          of("loop_restart_persist_keys", Place.GRAPH),
          count("loop_restart_signature_limit", Place.GRAPH),
          count("max_restarts", Place.GRAPH),
          count("max_node_visits", Place.GRAPH),
          // what a stage is and does
          of("shape", Place.NODE),
          of("type", Place.NODE).alias("node_type"),
          of("class", Place.NODE),
          of("prompt", Place.NODE)
              .alias("llm_prompt")
              .alias("prompt_file", KnownAttribute::asReference),
          of("agent_script", Place.NODE),
          of("tool_command", Place.NODE).alias("script"),
          of("pipeline_file", Place.NODE),
          of("llm_provider", Place.GRAPH, Place.NODE),
          of("llm_model", Place.GRAPH, Place.NODE),
          of("reasoning_effort", Place.NODE),
          // what it is told
          of("fidelity", Place.NODE, Place.EDGE),
          of("default_fidelity", Place.GRAPH).alias("context_fidelity_default"),
          of("thread_id", Place.GRAPH, Place.NODE, Place.EDGE),
          // how long and how often
          typed(AttributeTypes.Type.DURATION, "timeout", Place.NODE),
          typed(AttributeTypes.Type.DURATION, "idle_timeout", Place.GRAPH, Place.NODE),
          count("max_visits", Place.NODE),
          count("max_retries", Place.NODE),
          count("default_max_retries", Place.GRAPH).alias("default_max_retry"),
          of("retry_policy", Place.GRAPH, Place.NODE),
          // what its end means
          flag("auto_status", Place.NODE),
          flag("allow_partial", Place.NODE),
          flag("goal_gate", Place.NODE),
          of("retry_target", Place.GRAPH, Place.NODE),
          of("fallback_retry_target", Place.GRAPH, Place.NODE),
          of("failure_routing", Place.GRAPH, Place.NODE),
          // branches
          count("max_parallel", Place.NODE),
          of("join_policy", Place.NODE),
          count("join_k", Place.NODE),
          typed(AttributeTypes.Type.FRACTION, "join_quorum", Place.NODE),
          of("error_policy", Place.NODE),
          // people
          typed(AttributeTypes.Type.DURATION, "human.timeout", Place.NODE),
          of("human.default_choice", Place.NODE),
          // edges
          of("condition", Place.EDGE),
          typed(AttributeTypes.Type.INTEGER, "weight", Place.EDGE),
          flag("loop_restart", Place.EDGE),
          flag("accept_failure", Place.EDGE));

  private static final Map<String, KnownAttribute> BY_NAME = byName();

  private static Map<String, KnownAttribute> byName() {
    Map<String, KnownAttribute> names = new LinkedHashMap<>();
    ALL.forEach(known -> names.put(known.name, known));
    return Map.copyOf(names);
  }

  private record Meant(String name, Alias alias) {}

  private static final Map<String, Meant> BY_ALIAS = byAlias();

  private static Map<String, Meant> byAlias() {
    Map<String, Meant> names = new LinkedHashMap<>();
    ALL.forEach(known ->
        known.aliases.forEach(alias -> names.put(alias.name, new Meant(known.name, alias))));
    return Map.copyOf(names);
  }

  public KnownAttribute {
    places = Set.copyOf(places);
    aliases = List.copyOf(aliases);
  }

  /** Returns the attribute of that name; empty when nothing reads one of this name. */
  public static Optional<KnownAttribute> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Returns the names of all attributes that are read in a place. */
  public static Set<String> namesAt(Place place) {
    return Set.copyOf(
        ALL.stream()
            .filter(known -> known.places.contains(place))
            .map(KnownAttribute::name)
            .toList());
  }

  /** Returns the attribute that a file means by a name or an alias and a value. */
  public static Attribute read(String written, String value, SourcePosition position) {
    Meant meant = BY_ALIAS.get(written);
    return meant == null
        ? new Attribute(written, value, position)
        : new Attribute(meant.name, meant.alias.value.apply(value), position, written);
  }

  private static String asReference(String path) {
    return path.isBlank() || path.strip().startsWith("@") ? path : "@" + path.strip();
  }

  private static KnownAttribute of(String name, Place... places) {
    return new KnownAttribute(name, Optional.empty(), EnumSet.copyOf(List.of(places)), List.of());
  }

  private static KnownAttribute typed(AttributeTypes.Type type, String name, Place... places) {
    return new KnownAttribute(name, Optional.of(type), EnumSet.copyOf(List.of(places)), List.of());
  }

  private static KnownAttribute count(String name, Place... places) {
    return typed(AttributeTypes.Type.COUNT, name, places);
  }

  private static KnownAttribute flag(String name, Place... places) {
    return typed(AttributeTypes.Type.FLAG, name, places);
  }

  private KnownAttribute alias(String other) {
    return alias(other, UnaryOperator.identity());
  }

  private KnownAttribute alias(String other, UnaryOperator<String> value) {
    return new KnownAttribute(
        name,
        type,
        places,
        Stream.concat(aliases.stream(), Stream.of(new Alias(other, value))).toList());
  }
}
