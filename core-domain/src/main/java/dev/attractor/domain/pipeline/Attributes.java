package dev.attractor.domain.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The attributes of a node, an edge or the graph, in source order, without repetition. Where an
 * alias and its name both stand on one thing, the name counts wherever it stands (SEMANTICS §1).
 *
 * <p>The typed accessors trust that {@link AttributeTypes} was checked: the linter does so before a
 * pipeline may run. On an unchecked value they throw {@link IllegalArgumentException}.
 */
public final class Attributes {
  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
  private static final Attributes NONE = new Attributes(Map.of(), List.of());

  private final Map<String, Attribute> byName;
  private final List<Attribute> outdone;

  private Attributes(Map<String, Attribute> byName, List<Attribute> outdone) {
    this.byName = Collections.unmodifiableMap(byName);
    this.outdone = List.copyOf(outdone);
  }

  /** Returns the empty set. */
  public static Attributes none() {
    return NONE;
  }

  /**
   * Returns the attributes of one thing; of several with one name the last counts, and an alias
   * only where the name is missing.
   */
  public static Attributes of(Collection<Attribute> attributes) {
    return NONE.with(attributes, List.of());
  }

  /** Returns the union with more attributes of the same thing, which stand behind these. */
  public Attributes and(Attributes more) {
    return with(more.byName.values(), more.outdone);
  }

  private Attributes with(Collection<Attribute> more, List<Attribute> outdoneThere) {
    Map<String, Attribute> map = new LinkedHashMap<>(byName);
    List<Attribute> beaten = new ArrayList<>(outdone);
    beaten.addAll(outdoneThere);
    for (Attribute next : more) {
      Attribute first = map.get(next.name());
      if (first == null || first.isByAlias() == next.isByAlias()) {
        map.put(next.name(), next);
      } else if (first.isByAlias()) {
        map.put(next.name(), next);
        beaten.add(first);
      } else {
        beaten.add(next);
      }
    }
    return new Attributes(map, beaten);
  }

  /** Returns the union with those of a closer thing: where both have a name, its value counts. */
  public Attributes overriddenBy(Attributes other) {
    if (byName.isEmpty()) {
      return other;
    }
    if (other.byName.isEmpty()) {
      return this;
    }
    Map<String, Attribute> map = new LinkedHashMap<>(byName);
    map.putAll(other.byName);
    List<Attribute> beaten = new ArrayList<>(outdone);
    beaten.addAll(other.outdone);
    return new Attributes(map, beaten);
  }

  /** Returns the same attributes, each as the function makes it; names must stay. */
  public Attributes map(UnaryOperator<Attribute> function) {
    Map<String, Attribute> map = LinkedHashMap.newLinkedHashMap(byName.size());
    byName.forEach((name, attribute) -> map.put(name, function.apply(attribute)));
    return new Attributes(map, outdone);
  }

  /** Returns the aliases that have no effect, since the name stands on the same thing. */
  public List<Attribute> outdone() {
    return outdone;
  }

  /** Returns all attributes in source order. */
  public Collection<Attribute> all() {
    return byName.values();
  }

  /** Returns the values by name, in source order. */
  public Map<String, String> values() {
    Map<String, String> values = LinkedHashMap.newLinkedHashMap(byName.size());
    byName.forEach((name, attribute) -> values.put(name, attribute.value()));
    return Collections.unmodifiableMap(values);
  }

  /** Returns the attribute of that name. */
  public Optional<Attribute> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Returns whether the attribute is there, even with an empty value. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Returns the value, or an empty text when the attribute is missing. */
  public String text(String name) {
    return text(name, "");
  }

  /** Returns the value, or the fallback when the attribute is missing. */
  public String text(String name, String fallback) {
    Attribute attribute = byName.get(name);
    return attribute == null ? fallback : attribute.value();
  }

  /** Returns the words of the value, which are separated by commas or blanks; none when missing. */
  public List<String> words(String name) {
    return SEPARATORS.splitAsStream(text(name)).filter(word -> !word.isEmpty()).toList();
  }

  /** Returns the value as a whole number, or the fallback when it is missing or empty. */
  public int integer(String name, int fallback) {
    String value = text(name).strip();
    return value.isEmpty() ? fallback : AttributeTypes.parseInteger(value);
  }

  /** Returns the value as a number from 0 to 1, or the fallback when it is missing or empty. */
  public double fraction(String name, double fallback) {
    String value = text(name).strip();
    return value.isEmpty() ? fallback : AttributeTypes.parseFraction(value);
  }

  /** Returns the value as a truth value, or the fallback when it is missing or empty. */
  public boolean flag(String name, boolean fallback) {
    String value = text(name).strip();
    return value.isEmpty() ? fallback : AttributeTypes.parseFlag(value);
  }

  /** Returns the value as a duration; empty when it is missing or empty. */
  public Optional<Duration> duration(String name) {
    String value = text(name).strip();
    return value.isEmpty() ? Optional.empty() : Optional.of(AttributeTypes.parseDuration(value));
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Attributes other && byName.equals(other.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  @Override
  public String toString() {
    return byName.values().toString();
  }
}
