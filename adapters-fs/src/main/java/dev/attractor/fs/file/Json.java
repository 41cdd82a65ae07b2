package dev.attractor.fs.file;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The two ways in which JSON is written here: a line, and a file for people; and YAML. */
public final class Json {
  /** Writes everything into one line. */
  public static final JsonMapper LINE =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Writes with line breaks and indents, for people. */
  public static final JsonMapper FILE =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Reads what people write. A key that stands there twice is refused: one of both is a slip. */
  public static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}
}
