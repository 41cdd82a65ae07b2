package dev.attractor.fs.config;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What stands in a configuration file, and where.
 *
 * @param root its content; missing when there is none
 * @param places line and column of each key, as {@code 3:5}, by the names on the way to it with
 *     dots between
 */
record ConfigText(JsonNode root, Map<String, String> places) {
  ConfigText {
    places = Map.copyOf(places);
  }

  /** Reads a text; what is no YAML or JSON ends in Jackson's own error. */
  static ConfigText of(ObjectMapper mapper, String text) {
    Map<String, String> places = new HashMap<>();
    try (JsonParser parser = mapper.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
          TokenStreamLocation at = parser.currentTokenLocation();
          places.putIfAbsent(
              path(parser.streamReadContext()),
              "%d:%d".formatted(at.getLineNr(), at.getColumnNr()));
        }
      }
    }
    return new ConfigText(mapper.readTree(text), places);
  }

  private static String path(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    String own = context.hasCurrentName() ? context.currentName() : "";
    String before = parent == null ? "" : path(parent);
    return before.isEmpty() || own.isEmpty() ? before + own : before + "." + own;
  }

  /** Returns where a value stands, or what holds it when it is missing itself; line 1 at worst. */
  String placeOf(String path) {
    String place = places.get(path);
    if (place != null) {
      return place;
    }
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "1:1" : placeOf(path.substring(0, dot));
  }
}
