package dev.attractor.fs.config;

import dev.attractor.domain.lint.Suggestions;
import dev.attractor.ports.AttractorException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the values of a configuration. One that is wrong counts as missing, so that all mistakes
 * are found at once; each is told with its place, which is the names on the way to it with dots
 * between and where that stands in the file, and with what to write instead.
 */
final class ConfigFields {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Path file;
  private final ConfigText text;
  private final Map<String, String> host;
  private final List<Mistake> mistakes = new ArrayList<>();

  /**
   * Makes a reader.
   *
   * @param host the environment variables that {@code ${NAME}} in a value refers to
   */
  ConfigFields(Path file, ConfigText text, Map<String, String> host) {
    this.file = file;
    this.text = text;
    this.host = host;
  }

  /**
   * What is wrong.
   *
   * @param place line and column; empty when it stands nowhere
   */
  private record Mistake(String place, String path, String what, String hint) {}

  /**
   * Ends the reading when anything was wrong.
   *
   * @param hint what to do about several mistakes at once
   */
  void throwMistakes(String hint) {
    if (mistakes.size() == 1) {
      Mistake only = mistakes.getFirst();
      throw AttractorException.usage(
          "%s:%s %s %s".formatted(file, only.place, only.path, only.what), only.hint);
    }
    if (!mistakes.isEmpty()) {
      throw AttractorException.usage(
          mistakes.stream()
              .map(one -> "  %s %s %s; %s".formatted(one.place, one.path, one.what, one.hint))
              .collect(
                  Collectors.joining(
                      "\n", "%s has %d mistakes:\n".formatted(file, mistakes.size()), "")),
          hint);
    }
  }

  /** Returns whether a value is nothing but a reference to an environment variable. */
  static boolean isReference(String value) {
    return REFERENCE.matcher(value).matches();
  }

  /** Returns a text that is one of the words that are known. */
  Optional<String> word(JsonNode parent, String path, List<String> known) {
    Optional<String> word = text(parent, path);
    return word.filter(one ->
        isRight(
            known.contains(one),
            path,
            "is '%s'".formatted(one),
            "write " + String.join(" or ", known)));
  }

  /** Returns a section, which may be missing; the last word of its path is its name. */
  JsonNode section(JsonNode parent, String path) {
    return knows(parent.path(path.substring(path.lastIndexOf('.') + 1)), path + ".");
  }

  /** Makes sure that a section has only keys that the schema has at this place. */
  JsonNode knows(JsonNode node, String path) {
    return knows(node, path, RunConfigSchema.keys(path));
  }

  /** Makes sure that a section, whose path ends with a dot, has only keys that are known. */
  JsonNode knows(JsonNode node, String path, List<String> known) {
    if (node.isMissingNode() || node.isNull()) {
      return node;
    }
    if (!node.isObject()) {
      wrong(withoutDot(path), "is not a mapping", "write key: value");
      return MissingNode.getInstance();
    }
    List<String> unknown =
        node.propertyNames().stream().filter(name -> !known.contains(name)).toList();
    for (String name : unknown) {
      String meant =
          Suggestions.closest(name, known)
              .map(key -> "did you mean %s? ".formatted(path + key))
              .orElse("");
      wrong(path + name, "is not known", meant + "known here: " + String.join(", ", known));
    }
    return node;
  }

  /** Returns what stands under names of the author's own; none when it is missing. */
  Set<Map.Entry<String, JsonNode>> entries(JsonNode parent, String path) {
    return value(parent, path)
        .filter(node -> isRight(node.isObject(), path, "is not a mapping", "write name: value"))
        .map(JsonNode::properties)
        .orElseGet(Set::of);
  }

  /** Returns a text, a number or a truth value as text. */
  Optional<String> single(JsonNode value, String path) {
    return isRight(value.isValueNode(), path, "is not a single value", "write a text")
        ? Optional.of(value.asString())
        : Optional.empty();
  }

  /** Returns an address; one that is none is told. */
  Optional<URI> address(JsonNode parent, String path) {
    return text(parent, path)
        .flatMap(text -> {
          try {
            return Optional.of(new URI(text));
          } catch (URISyntaxException e) {
            wrong(path, "is no address: " + e.getReason(), "write https://...");
            return Optional.empty();
          }
        });
  }

  private static String withoutDot(String path) {
    return path.isEmpty() ? "the file" : path.substring(0, path.length() - 1);
  }

  /** Returns the value at a path, whose last word is its name; empty when there is none. */
  private static Optional<JsonNode> value(JsonNode parent, String path) {
    return Optional.of(parent.path(path.substring(path.lastIndexOf('.') + 1)))
        .filter(node -> !node.isMissingNode() && !node.isNull());
  }

  /** Returns a text, with the environment variables it refers to put in. */
  Optional<String> text(JsonNode parent, String path) {
    return written(parent, path).map(text -> expanded(path, text));
  }

  /** Returns a text as it stands there. */
  Optional<String> written(JsonNode parent, String path) {
    return value(parent, path)
        .filter(node ->
            isRight(
                node.isString() && !node.asString().isBlank(),
                path,
                "is not a text",
                "write a text"))
        .map(JsonNode::asString);
  }

  private String expanded(String path, String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> {
          String value = host.get(found.group(1));
          isRight(
              value != null,
              path,
              "refers to %s, which is not set".formatted(found.group(1)),
              "set it before you start Attractor");
          return Matcher.quoteReplacement(Objects.requireNonNullElse(value, ""));
        });
  }

  /** Returns a truth value, or another one when it is missing. */
  boolean flag(JsonNode parent, String path, boolean otherwise) {
    return value(parent, path)
        .filter(
            node -> isRight(node.isBoolean(), path, "is not a truth value", "write true or false"))
        .map(JsonNode::asBoolean)
        .orElse(otherwise);
  }

  /** Returns a span of time; empty also for zero, which means that there is no limit. */
  Optional<Duration> millis(JsonNode parent, String path) {
    return number(parent, path, "write milliseconds; 0 means no limit")
        .filter(millis -> millis > 0)
        .map(Duration::ofMillis);
  }

  /** Returns a whole number that is not negative. */
  Optional<Long> number(JsonNode parent, String path, String hint) {
    return value(parent, path)
        .filter(node ->
            isRight(
                node.canConvertToExactIntegral() && node.canConvertToLong() && node.asLong() >= 0,
                path,
                "is not a whole number",
                hint))
        .map(JsonNode::asLong);
  }

  /** Returns a whole number that is not negative and no more than two thousand million. */
  Optional<Integer> small(JsonNode parent, String path, String hint) {
    return number(parent, path, hint)
        .filter(number -> isRight(number <= Integer.MAX_VALUE, path, "is too large", hint))
        .map(Long::intValue);
  }

  /** Notes that a value is wrong. */
  void wrong(String path, String what, String hint) {
    mistakes.add(new Mistake(text.placeOf(path), path, what, hint));
  }

  /** Returns whether a value is right, and notes it when it is wrong. */
  boolean isRight(boolean right, String path, String what, String hint) {
    if (!right) {
      wrong(path, what, hint);
    }
    return right;
  }

  /** Returns a list of texts; none when it is missing. */
  List<String> texts(JsonNode list, String path, String hint) {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      wrong(path, "is not a list of texts", hint);
      return List.of();
    }
    return list.valueStream().map(one -> expanded(path, one.asString())).toList();
  }

  /** Returns a path that is meant from the folder of the configuration. */
  Path beside(String path) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of(path) : parent.resolve(path).normalize();
  }
}
