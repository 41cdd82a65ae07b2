package dev.attractor.fs.file;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The two ways in which JSON is written here: a line, and a file for people. */
public final class Json {
  /** Writes everything into one line. */
  public static final JsonMapper LINE =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Writes with line breaks and indents, for people. */
  public static final JsonMapper FILE =
      LINE.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}
}
