package dev.attractor.domain.prompt;

import dev.attractor.domain.parallel.BranchItem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of a branch that works on an item of a list (SEMANTICS §7). What {@code $item}, {@code
 * $item.<field>} and {@code $index} stand for is handed to the shell in variables, never spliced
 * into the command: there they are quoted, or not, like any other.
 *
 * @param text the command for the shell
 * @param variables that it refers to
 */
public record ItemCommand(String text, Map<String, String> variables) {
  /** After a backslash or a dollar it is no reference, as in the shell. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?<![\\\\$])\\$(?:\\{(item|index)((?:\\.[A-Za-z0-9_-]+)*)}"
              + "|(item|index)(?![A-Za-z0-9_])((?:\\.[A-Za-z0-9_-]+)*))");

  private static final String VARIABLE = "ATTRACTOR_ITEM_";

  public ItemCommand {
    variables = Map.copyOf(variables);
  }

  /** Returns a command as it is without an item, else with references to its variables. */
  public static ItemCommand of(String command, Optional<BranchItem> item) {
    if (item.isEmpty()) {
      return new ItemCommand(command, Map.of());
    }
    Map<String, String> values = item.get().variables();
    Map<String, String> names = new LinkedHashMap<>(); // by what they stand for
    Map<String, String> variables = new LinkedHashMap<>();
    String text =
        REFERENCE
            .matcher(command)
            .replaceAll(match -> {
              String whole = reference(match);
              String known = longestKnown(whole, values);
              String name = names.computeIfAbsent(known, _ -> VARIABLE + (names.size() + 1));
              variables.put(name, values.getOrDefault(known, ""));
              return Matcher.quoteReplacement("${" + name + "}" + whole.substring(known.length()));
            });
    return new ItemCommand(text, variables);
  }

  private static String reference(MatchResult match) {
    return match.group(1) != null
        ? match.group(1) + match.group(2)
        : match.group(3) + match.group(4);
  }

  /** {@code $item.md} of a text is that text and {@code .md}. */
  private static String longestKnown(String name, Map<String, String> values) {
    int end = name.length();
    while (end > 0 && !values.containsKey(name.substring(0, end))) {
      end = name.lastIndexOf('.', end - 1);
    }
    return name.substring(0, end);
  }
}
