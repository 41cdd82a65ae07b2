package dev.attractor.fs.file;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What people write. */
public final class Yaml {
  /** Reads it. A key that stands there twice is refused: one of both is a slip. */
  public static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Yaml() {}
}
