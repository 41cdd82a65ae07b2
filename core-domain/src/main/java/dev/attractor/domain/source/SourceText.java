package dev.attractor.domain.source;

import java.util.List;

/**
 * The text of a pipeline and the name under which people know it, usually a path.
 *
 * @param name shown in diagnostics
 * @param text the whole text
 */
public record SourceText(String name, String text) {
  /** Returns a line without its end, or an empty text when there is no such line. */
  public String line(int number) {
    List<String> lines = text.lines().skip(number - 1L).limit(1).toList();
    return lines.isEmpty() ? "" : lines.getFirst();
  }
}
