package dev.attractor.testkit.memory;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Texts, numbers, truth values, lists and maps as JSON. */
final class JsonText {
  private JsonText() {}

  static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> quoted(String.valueOf(e.getKey())) + ":" + of(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> quoted(value.toString());
    };
  }

  private static String quoted(String text) {
    return text.codePoints()
        .mapToObj(JsonText::escaped)
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> character < ' ' ? "\\u%04x".formatted(character) : Character.toString(character);
    };
  }
}
