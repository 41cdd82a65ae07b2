package dev.attractor.domain.style;

import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules that give nodes attributes they do not have themselves: {@code * { llm_model: m; }}, {@code
 * box { … }} by shape, {@code .class { … }}, {@code #id { … }}. The more specific selector wins in
 * that order; among equals the later rule.
 */
public final class Stylesheet {
  /** The attribute of the graph that holds the text. */
  public static final String ATTRIBUTE = "model_stylesheet";

  private static final Set<String> PROPERTIES =
      Set.of("llm_model", "llm_provider", "reasoning_effort", "max_tokens");
  private static final Pattern RULE =
      Pattern.compile("\\s*(\\*|[.#]?[A-Za-z_][\\w-]*)\\s*\\{([^{}]*)\\}");
  private static final Pattern PROPERTY = Pattern.compile("([A-Za-z_]\\w*)\\s*[:=]\\s*(.+)");
  private static final Pattern SEPARATOR = Pattern.compile(";");
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

  private final List<Rule> rules;

  private record Rule(Selector selector, Map<String, String> properties) {}

  private sealed interface Selector {
    int specificity();

    boolean fits(Node node);
  }

  private record Everything() implements Selector {
    @Override
    public int specificity() {
      return 0;
    }

    @Override
    public boolean fits(Node node) {
      return true;
    }
  }

  private record OfShape(String shape) implements Selector {
    @Override
    public int specificity() {
      return 1;
    }

    @Override
    public boolean fits(Node node) {
      return node.attributes().text("shape", "box").equals(shape);
    }
  }

  private record OfClass(String name) implements Selector {
    @Override
    public int specificity() {
      return 2;
    }

    @Override
    public boolean fits(Node node) {
      return node.classes().contains(name);
    }
  }

  private record OfId(String id) implements Selector {
    @Override
    public int specificity() {
      return 3;
    }

    @Override
    public boolean fits(Node node) {
      return node.id().value().equals(id);
    }
  }

  private Stylesheet(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * Reads a stylesheet; an empty text is one without rules.
   *
   * @throws IllegalArgumentException when the text is none; the message is meant for people
   */
  public static Stylesheet parse(String source) {
    String text = COMMENT.matcher(source).replaceAll(" ");
    List<Rule> rules = new ArrayList<>();
    Matcher matcher = RULE.matcher(text);
    int at = 0;
    while (at < text.length() && !text.substring(at).isBlank()) {
      if (!matcher.find(at) || matcher.start() != at) {
        String rest = text.substring(at).strip();
        throw new IllegalArgumentException(
            "'%s' is no rule".formatted(rest.substring(0, Math.min(rest.length(), 40))));
      }
      rules.add(new Rule(selector(matcher.group(1)), properties(matcher.group(2))));
      at = matcher.end();
    }
    return new Stylesheet(List.copyOf(rules));
  }

  private static Selector selector(String text) {
    return switch (text.charAt(0)) {
      case '*' -> new Everything();
      case '.' -> new OfClass(text.substring(1));
      case '#' -> new OfId(text.substring(1));
      default -> new OfShape(text);
    };
  }

  /** The properties of a rule; where an alias and its name stand in it, the name counts. */
  private static Map<String, String> properties(String body) {
    Map<String, String> written = written(body);
    Map<String, String> properties = new LinkedHashMap<>();
    written.forEach((name, value) -> {
      if (name.equals(canonical(name)) || !written.containsKey(canonical(name))) {
        properties.put(canonical(name), value);
      }
    });
    return properties;
  }

  /**
   * Returns the aliases that have no effect, since their names stand in the same rule, with these
   * names (SEMANTICS §1); none when the text is no stylesheet.
   */
  public static Map<String, String> aliasesBesideNames(String source) {
    Map<String, String> found = new LinkedHashMap<>();
    Matcher rule = RULE.matcher(COMMENT.matcher(source).replaceAll(" "));
    try {
      while (rule.find()) {
        Map<String, String> written = written(rule.group(2));
        written.keySet().stream()
            .filter(name -> !name.equals(canonical(name)) && written.containsKey(canonical(name)))
            .forEach(name -> found.put(name, canonical(name)));
      }
    } catch (IllegalArgumentException e) {
      return Map.of(); // the lint rule stylesheet_syntax reports it
    }
    return found;
  }

  /** Reads the properties under the names that are written. */
  private static Map<String, String> written(String body) {
    Map<String, String> properties = new LinkedHashMap<>();
    SEPARATOR
        .splitAsStream(body)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> {
          Matcher matcher = PROPERTY.matcher(line);
          if (!matcher.matches()) {
            throw new IllegalArgumentException("'%s' is not 'name: value'".formatted(line));
          }
          String name = matcher.group(1);
          if (!PROPERTIES.contains(canonical(name))) {
            throw new IllegalArgumentException(
                "'%s' is no property; known: %s"
                    .formatted(name, String.join(", ", PROPERTIES.stream().sorted().toList())));
          }
          properties.put(name, unquoted(matcher.group(2).strip()));
        });
    return properties;
  }

  private static String canonical(String name) {
    return switch (name) {
      case "model" -> "llm_model";
      case "provider" -> "llm_provider";
      default -> name;
    };
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.charAt(0) == value.charAt(value.length() - 1);
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** Returns the pipeline with the attributes that its own stylesheet gives to its nodes. */
  public static Pipeline applyTo(Pipeline pipeline) {
    Optional<Attribute> own = pipeline.attributes().find(ATTRIBUTE);
    if (own.isEmpty()) {
      return pipeline;
    }
    Stylesheet sheet;
    try {
      sheet = parse(own.get().value());
    } catch (IllegalArgumentException e) {
      return pipeline; // the lint rule stylesheet_syntax reports it, and the pipeline is not valid
    }
    return pipeline.withNodes(
        pipeline.nodes().stream().map(node -> sheet.style(node, own.get().position())).toList());
  }

  private Node style(Node node, SourcePosition position) {
    Map<String, String> found = new LinkedHashMap<>();
    rules.stream()
        .filter(rule -> rule.selector.fits(node))
        .sorted(Comparator.comparingInt(rule -> rule.selector.specificity()))
        .forEach(rule -> found.putAll(rule.properties));
    List<Attribute> attributes =
        found.entrySet().stream()
            .map(e -> new Attribute(e.getKey(), e.getValue(), position))
            .toList();
    return attributes.isEmpty()
        ? node
        : node.withAttributes(Attributes.of(attributes).overriddenBy(node.attributes()));
  }
}
