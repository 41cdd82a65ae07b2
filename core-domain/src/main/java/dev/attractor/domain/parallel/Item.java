package dev.attractor.domain.parallel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One item of a list that a fan-out works through (SEMANTICS §7).
 *
 * @param json the item as JSON, in one line
 * @param text what {@code $item} stands for: the text itself, of an object its JSON
 * @param fields of an object, those inside others by dotted names; empty for a text
 */
public record Item(String json, String text, Map<String, String> fields) {
  /** Bytes. What is longer does not fit into the environment of a program. */
  public static final int LONGEST = 100_000;

  public Item {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
