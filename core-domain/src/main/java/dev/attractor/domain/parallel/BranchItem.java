package dev.attractor.domain.parallel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The item that a branch works on.
 *
 * @param index its place in the list, from 1
 */
public record BranchItem(int index, Item item) {
  /** Returns what names stand for in prompts, commands and labels of the branch. */
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("index", Integer.toString(index));
    variables.put("item", item.text());
    item.fields().forEach((name, value) -> variables.put("item." + name, value));
    return variables;
  }
}
