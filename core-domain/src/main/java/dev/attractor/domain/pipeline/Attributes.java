package dev.attractor.domain.pipeline;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The attributes of a node, an edge or the graph, in source order, without repetition.
 *
 * <p>The typed accessors trust that {@link AttributeTypes} was checked: the linter does so before a
 * pipeline may run. On an unchecked value they throw {@link IllegalArgumentException}.
 */
public final class Attributes {
  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
  private static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, Attribute> byName;

  private Attributes(Map<String, Attribute> byName) {
    this.byName = Collections.unmodifiableMap(byName);
  }

  /** Returns the empty set. */
  public static Attributes none() {
    return NONE;
  }

  /** Returns these attributes; of several with one name the last counts. */
  public static Attributes of(Collection<Attribute> attributes) {
    Map<String, Attribute> map = LinkedHashMap.newLinkedHashMap(attributes.size());
    attributes.forEach(attribute -> map.put(attribute.name(), attribute));
    return new Attributes(map);
  }

  /** Returns the union; where both have a name, the other's value counts. */
  public Attributes overriddenBy(Attributes other) {
    if (byName.isEmpty()) {
      return other;
    }
    if (other.byName.isEmpty()) {
      return this;
    }
    Map<String, Attribute> map = new LinkedHashMap<>(byName);
    map.putAll(other.byName);
    return new Attributes(map);
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
