package dev.attractor.reports.picture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture before it is written.
 *
 * @param title what it shows, in a few words
 * @param description the same for people who do not see it
 */
record Drawing(double width, double height, String title, String description, List<Part> parts) {
  Drawing {
    parts = List.copyOf(parts);
  }

  /**
   * Marks that belong together.
   *
   * @param attributes by name; none for what is neither node nor edge
   * @param title all there is to say, for those who point at it; may be empty
   */
  record Part(Map<String, String> attributes, String title, List<Mark> marks) {
    Part {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
      marks = List.copyOf(marks);
    }

    static Part plain(List<Mark> marks) {
      return new Part(Map.of(), "", marks);
    }
  }
}
