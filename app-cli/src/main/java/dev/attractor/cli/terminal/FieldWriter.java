package dev.attractor.cli.terminal;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes for other programs, on the standard output: {@code key=value} lines or JSON. */
public final class FieldWriter {
  private final PrintWriter out;

  FieldWriter(PrintWriter out) {
    this.out = out;
  }

  /**
   * Writes fields.
   *
   * @param json whether as one JSON object instead of {@code key=value} lines
   */
  public void write(boolean json, Map<String, ?> fields) {
    if (json) {
      json(fields);
    } else {
      fields.forEach((key, value) -> {
        if (!(value instanceof Collection)) { // a list is no line; the caller writes its parts
          line(key, value);
        }
      });
    }
  }

  /** Writes one {@code key=value} line: whoever wrote the value adds none of their own. */
  public void line(String key, Object value) {
    out.println(key + "=" + ProgressPrinter.inOneLine(String.valueOf(value)));
    out.flush();
  }

  /** Writes maps, lists or a tree as JSON in one line. */
  public void json(Object value) {
    out.println(JsonMapper.shared().writeValueAsString(value));
    out.flush();
  }
}
