package dev.attractor.fs.config;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What stands in a configuration file, and where.
 *
 * @param root its content; missing when there is none
 * @param places line and column of each key, and of each item of a list, as {@code 3:5}, by the
 *     names on the way to it with dots between; an item's name is its number, from 1
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
        note("", parser, places);
      }
    }
    return new ConfigText(mapper.readTree(text), places);
  }

  /** Notes where the parts of a value stand whose first token the parser has come to. */
  private static void note(String path, JsonParser parser, Map<String, String> places) {
    boolean list = parser.currentToken() == JsonToken.START_ARRAY;
    if (!list && parser.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    int number = 0;
    while (!parser.nextToken().isStructEnd()) {
      number++;
      String name = list ? Integer.toString(number) : parser.currentName();
      String part = path.isEmpty() ? name : path + "." + name;
      TokenStreamLocation at = parser.currentTokenLocation();
      places.putIfAbsent(part, "%d:%d".formatted(at.getLineNr(), at.getColumnNr()));
      if (!list) {
        parser.nextToken();
      }
      note(part, parser, places);
    }
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
