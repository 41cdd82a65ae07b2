package dev.attractor.providers.scripted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a scripted agent does, node by node: YAML (or JSON) that maps node ids to lists of steps.
 *
 * @param steps by node id
 */
record Script(Map<String, List<Step>> steps) {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final Set<String> KEYS =
      Set.of(
          "visit",
          "attempt",
          "index",
          "prompt",
          "delay",
          "files",
          "say",
          "outcome",
          "failure_reason",
          "failure_class",
          "preferred_label",
          "context",
          "error",
          "silent");

  /**
   * What is done in one attempt.
   *
   * @param visit the visit it is for; 0 for every one
   * @param attempt the attempt it is for; 0 for every one
   * @param index the item of a list it is for; 0 for every one
   * @param prompt words that the prompt must have; empty for any
   * @param delay how long it takes
   * @param files contents by path, relative to the worktree
   * @param say the agent's last word
   * @param status what goes into the status file; empty for none
   * @param error the failure of the agent itself, as class and reason
   * @param silent whether it ends without a word about how it went
   */
  record Step(
      int visit,
      int attempt,
      int index,
      String prompt,
      Duration delay,
      Map<String, String> files,
      String say,
      Map<String, JsonNode> status,
      Optional<Trouble> error,
      boolean silent) {
    boolean isFor(int someVisit, int someAttempt, int someIndex, String somePrompt) {
      return somePrompt.contains(prompt)
          && (visit == 0 || visit == someVisit)
          && (attempt == 0 || attempt == someAttempt)
          && (index == 0 || index == someIndex);
    }
  }

  /** A failure of the agent itself. */
  record Trouble(String failureClass, String reason) {}

  /**
   * Returns the first step for this attempt.
   *
   * @param index of the item that the branch works on; 0 for none
   */
  Optional<Step> find(String nodeId, int visit, int attempt, int index, String prompt) {
    return steps.getOrDefault(nodeId, List.of()).stream()
        .filter(step -> step.isFor(visit, attempt, index, prompt))
        .findFirst();
  }

  /**
   * Reads a script.
   *
   * @throws IllegalArgumentException when the text is none; the message says why
   */
  static Script parse(String text) {
    JsonNode root;
    try {
      root = YAML.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the script is not YAML: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException("the script does not map node ids to steps");
    }
    Map<String, List<Step>> steps = new LinkedHashMap<>();
    root.properties()
        .forEach(e -> {
          List<Step> ofNode = new ArrayList<>();
          if (!e.getValue().isArray()) {
            throw new IllegalArgumentException(
                "the steps of '%s' are not a list".formatted(e.getKey()));
          }
          e.getValue().forEach(step -> ofNode.add(step(e.getKey(), step)));
          steps.put(e.getKey(), List.copyOf(ofNode));
        });
    return new Script(steps);
  }

  private static Step step(String nodeId, JsonNode json) {
    json.propertyNames()
        .forEach(name -> {
          if (!KEYS.contains(name)) {
            throw new IllegalArgumentException(
                "a step of '%s' has the unknown key '%s'; known: %s"
                    .formatted(nodeId, name, KEYS.stream().sorted().toList()));
          }
        });
    Map<String, String> files = new LinkedHashMap<>();
    json.path("files").properties().forEach(e -> files.put(e.getKey(), e.getValue().asString()));
    Map<String, JsonNode> status = new LinkedHashMap<>();
    for (String key : List.of("outcome", "failure_reason", "failure_class", "preferred_label")) {
      if (json.has(key)) {
        status.put(key, json.path(key));
      }
    }
    if (json.has("context")) {
      status.put("context_updates", json.path("context"));
    }
    return new Step(
        json.path("visit").asInt(0),
        json.path("attempt").asInt(0),
        json.path("index").asInt(0),
        json.path("prompt").asString(""),
        Duration.ofMillis(json.path("delay").asLong(0)),
        files,
        json.path("say").asString(""),
        status,
        json.has("error")
            ? Optional.of(
                new Trouble(
                    json.path("error").path("class").asString(""),
                    json.path("error").path("reason").asString("")))
            : Optional.empty(),
        json.path("silent").asBoolean(false));
  }
}
