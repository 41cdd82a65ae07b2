package dev.attractor.fs.config;

import dev.attractor.domain.lint.Suggestions;
import dev.attractor.ports.AttractorException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads the values of a configuration. One that is wrong is told with its place, which is the names
 * on the way to it with dots between, and with what to write instead.
 */
final class ConfigFields {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Path file;
  private final Map<String, String> host;

  /**
   * Makes a reader.
   *
   * @param host the environment variables that {@code ${NAME}} in a value refers to
   */
  ConfigFields(Path file, Map<String, String> host) {
    this.file = file;
    this.host = host;
  }

  /** Returns whether a value is nothing but a reference to an environment variable. */
  static boolean isReference(String value) {
    return REFERENCE.matcher(value).matches();
  }

  /** Returns a text that is one of the words that are known. */
  Optional<String> word(JsonNode parent, String path, List<String> known) {
    Optional<String> word = text(parent, path);
    word.filter(one -> !known.contains(one))
        .ifPresent(one -> {
          throw wrong(path, "is '%s'".formatted(one), "write " + String.join(" or ", known));
        });
    return word;
  }

  /** Returns a section, which may be missing; the last word of its path is its name. */
  JsonNode section(JsonNode parent, String path) {
    return knows(parent.path(path.substring(path.lastIndexOf('.') + 1)), path + ".");
  }

  /** Makes sure that a section has only keys that the schema has at this place. */
  JsonNode knows(JsonNode node, String path) {
    if (node.isMissingNode() || node.isNull()) {
      return node;
    }
    if (!node.isObject()) {
      throw wrong(path.isEmpty() ? "the file" : path, "is not a mapping", "write key: value");
    }
    List<String> known = RunConfigSchema.keys(path);
    List<String> unknown =
        node.propertyNames().stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      String meant =
          Suggestions.closest(unknown.getFirst(), known)
              .map(key -> "did you mean %s? ".formatted(path + key))
              .orElse("");
      throw wrong(
          unknown.stream().map(name -> path + name).collect(Collectors.joining(", ")),
          "is not known",
          meant + "known here: " + String.join(", ", known));
    }
    return node;
  }

  /** Returns the value at a path, whose last word is its name; empty when there is none. */
  private <T> Optional<T> value(JsonNode parent, String path, Function<JsonNode, T> read) {
    JsonNode node = parent.path(path.substring(path.lastIndexOf('.') + 1));
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(read.apply(node));
  }

  /** Returns a text, with the environment variables it refers to put in. */
  Optional<String> text(JsonNode parent, String path) {
    return value(
        parent,
        path,
        node -> {
          if (!node.isString() || node.asString().isBlank()) {
            throw wrong(path, "is not a text", "write a text");
          }
          return expanded(path, node.asString());
        });
  }

  private String expanded(String path, String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> {
          String value = host.get(found.group(1));
          if (value == null) {
            throw wrong(
                path,
                "refers to %s, which is not set".formatted(found.group(1)),
                "set it before you start Attractor");
          }
          return Matcher.quoteReplacement(value);
        });
  }

  /** Returns a truth value, or another one when it is missing. */
  boolean flag(JsonNode parent, String path, boolean otherwise) {
    return value(
            parent,
            path,
            node -> {
              if (!node.isBoolean()) {
                throw wrong(path, "is not a truth value", "write true or false");
              }
              return node.asBoolean();
            })
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
    return value(
        parent,
        path,
        node -> {
          if (!node.isIntegralNumber() || node.asLong() < 0) {
            throw wrong(path, "is not a whole number", hint);
          }
          return node.asLong();
        });
  }

  /** Returns the complaint about a value. */
  AttractorException wrong(String path, String what, String hint) {
    return AttractorException.usage("%s: %s %s".formatted(file, path, what), hint);
  }

  /** Returns a list of texts; none when it is missing. */
  List<String> texts(JsonNode list, String path, String hint) {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      throw wrong(path, "is not a list of texts", hint);
    }
    return list.valueStream().map(one -> expanded(path, one.asString())).toList();
  }

  /** Returns a path that is meant from the folder of the configuration. */
  Path beside(String path) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of(path) : parent.resolve(path).normalize();
  }
}
