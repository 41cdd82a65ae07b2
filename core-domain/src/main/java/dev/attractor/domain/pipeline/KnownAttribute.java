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
 * @param meaning what it says, for people, in Markdown
 * @param aliases other names that files use for it
 */
public record KnownAttribute(
    String name,
    Optional<AttributeTypes.Type> type,
    Set<Place> places,
    String meaning,
    List<Alias> aliases) {
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
          of("goal", Place.GRAPH).means("what the run is for; `$goal` in prompts"),
          of("label", Place.GRAPH, Place.NODE, Place.EDGE)
              .means(
                  "the name that people see; on edges also what `preferred_label` and answers name"),
          of("model_stylesheet", Place.GRAPH)
              .means("who works on which nodes: `* { }`, `shape { }`, `.class { }`, `#id { }`"),
          of("loop_restart_persist_keys", Place.GRAPH)
              .means("keys of the context that a new iteration keeps"),
          count("loop_restart_signature_limit", Place.GRAPH)
              .means("how often the same failure may come before the run ends; default 3"),
          count("max_restarts", Place.GRAPH)
              .means("how many iterations `loop_restart` may begin; default 50"),
          count("max_node_visits", Place.GRAPH)
              .means("how often each node may be entered; default 0, no limit"),
          // what a stage is and does
          of("shape", Place.NODE).means("what the node does (SEMANTICS §2)"),
          of("type", Place.NODE).means("what the node does, whatever its shape").alias("node_type"),
          of("class", Place.NODE)
              .means("classes for the stylesheet and for threads, separated by blanks or commas"),
          of("prompt", Place.NODE)
              .means("what an agent is asked; `@path` reads a file; on a join an agent chooses")
              .alias("llm_prompt")
              .alias("prompt_file", KnownAttribute::asReference),
          of("agent_script", Place.NODE).means("what the scripted agent plays"),
          of("tool_command", Place.NODE).means("what `sh -c` runs").alias("script"),
          of("pipeline_file", Place.NODE).means("the pipeline that the stage runs"),
          of("llm_provider", Place.GRAPH, Place.NODE).means("whose agent works here"),
          of("llm_model", Place.GRAPH, Place.NODE).means("which model it asks"),
          of("reasoning_effort", Place.NODE)
              .means("how hard the model thinks, in the provider's words"),
          of("tool_hooks.pre", Place.GRAPH, Place.NODE)
              .means(
                  "a shell command before each tool call of an agent; when it fails, none is made"),
          of("tool_hooks.post", Place.GRAPH, Place.NODE)
              .means("a shell command after each tool call of an agent"),
          // what it is told
          of("fidelity", Place.NODE, Place.EDGE)
              .means("how much of the run so far an agent is told (SEMANTICS §8)"),
          of("default_fidelity", Place.GRAPH)
              .means("the fidelity of nodes that name none")
              .alias("context_fidelity_default"),
          of("thread_id", Place.GRAPH, Place.NODE, Place.EDGE)
              .means("which stages go on in one session"),
          // how long and how often
          typed(AttributeTypes.Type.DURATION, "timeout", Place.NODE)
              .means("how long an attempt may take; on a question, how long it waits"),
          typed(AttributeTypes.Type.DURATION, "idle_timeout", Place.GRAPH, Place.NODE)
              .means("how long an agent may print nothing"),
          count("max_visits", Place.NODE)
              .means("how often this node may be entered; default `max_node_visits`"),
          count("max_retries", Place.NODE).means("attempts beyond the first"),
          count("default_max_retries", Place.GRAPH)
              .means("the same for nodes that name none; default 0")
              .alias("default_max_retry"),
          of("retry_policy", Place.GRAPH, Place.NODE)
              .means("`none`, `standard`, `aggressive`, `linear` or `patient`"),
          // what its end means
          flag("auto_status", Place.NODE)
              .means("whether an agent that ended well without a report has succeeded"),
          flag("allow_partial", Place.NODE)
              .means("whether a failure counts as partial success when no attempt is left"),
          flag("goal_gate", Place.NODE)
              .means(
                  "whether the run succeeds only if this node did; it vouches for what failed before it"),
          of("retry_target", Place.GRAPH, Place.NODE).means("where a run goes after a failure"),
          of("fallback_retry_target", Place.GRAPH, Place.NODE).means("where else"),
          of("failure_routing", Place.GRAPH, Place.NODE)
              .means("`closed`: a failure never takes a plain edge"),
          // branches
          count("max_parallel", Place.NODE)
              .means("how many branches run at once; default 4, 0 for all"),
          of("join_policy", Place.NODE)
              .means("`wait_all` (default), `first_success`, `k_of_n` or `quorum`"),
          count("join_k", Place.NODE).means("how many of `k_of_n` have to succeed"),
          typed(AttributeTypes.Type.FRACTION, "join_quorum", Place.NODE)
              .means("which share of `quorum` has to succeed; default 0.5"),
          of("take", Place.NODE)
              .means(
                  "what a join takes: the files of the `best` branch (default), of `all` that did"
                      + " not fail, merged, or of `none`; on the join, else on the fan-out"),
          of("for_each", Place.NODE)
              .means(
                  "a list for each of whose items the fan-out opens a branch: `context.<key>`,"
                      + " `@file`, or the list; a JSON array or lines"),
          count("for_each_max", Place.NODE).means("how many items it may have; default 100"),
          of("error_policy", Place.NODE).means("`continue` (default), `fail_fast` or `ignore`"),
          // managers
          of("stack.child_dotfile", Place.GRAPH, Place.NODE)
              .means("the pipeline of the run that a manager looks after"),
          flag("stack.child_autostart", Place.NODE)
              .means("whether the manager begins it; nobody else does here, so `true`"),
          typed(AttributeTypes.Type.DURATION, "manager.poll_interval", Place.NODE)
              .means("the time between two looks of a manager; default 45s"),
          count("manager.max_cycles", Place.NODE)
              .means("how often it looks before it gives up; default 1000"),
          of("manager.stop_condition", Place.NODE)
              .means(
                  "when the child is stopped and its work taken: a condition over `stack.child.*`"),
          of("manager.actions", Place.NODE)
              .means(
                  "`observe,wait` (default); with `steer` the agent of its `prompt` may tell the"
                      + " child something"),
          typed(AttributeTypes.Type.DURATION, "manager.steer_cooldown", Place.NODE)
              .means("the time between two questions to that agent; default 5m"),
          // people
          typed(AttributeTypes.Type.DURATION, "human.timeout", Place.NODE)
              .means("how long an answer is waited for; without it, for ever"),
          of("human.default_choice", Place.NODE)
              .means("the choice that is taken then, by key, label or target"),
          // edges
          of("condition", Place.EDGE).means("when the edge may be taken (SEMANTICS §8)"),
          typed(AttributeTypes.Type.INTEGER, "weight", Place.EDGE)
              .means("the heavier of several edges wins; default 0"),
          flag("loop_restart", Place.EDGE).means("whether taking the edge begins a new iteration"),
          flag("accept_failure", Place.EDGE)
              .means("whether the failure that leaves by the edge is accepted"));

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

  /** Returns all attributes, in the order of what they are about. */
  public static List<KnownAttribute> all() {
    return ALL;
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
    return new KnownAttribute(
        name, Optional.empty(), EnumSet.copyOf(List.of(places)), "", List.of());
  }

  private static KnownAttribute typed(AttributeTypes.Type type, String name, Place... places) {
    return new KnownAttribute(
        name, Optional.of(type), EnumSet.copyOf(List.of(places)), "", List.of());
  }

  private static KnownAttribute count(String name, Place... places) {
    return typed(AttributeTypes.Type.COUNT, name, places);
  }

  private static KnownAttribute flag(String name, Place... places) {
    return typed(AttributeTypes.Type.FLAG, name, places);
  }

  private KnownAttribute means(String text) {
    return new KnownAttribute(name, type, places, text, aliases);
  }

  private KnownAttribute alias(String other) {
    return alias(other, UnaryOperator.identity());
  }

  private KnownAttribute alias(String other, UnaryOperator<String> value) {
    return new KnownAttribute(
        name,
        type,
        places,
        meaning,
        Stream.concat(aliases.stream(), Stream.of(new Alias(other, value))).toList());
  }
}
