package dev.attractor.domain.compile;

import dev.attractor.domain.source.SourceText;
import java.util.Map;

/**
 * Everything a pipeline is made from, so that it compiles to the same wherever and whenever.
 *
 * @param text the DOT text
 * @param files contents of the files it refers to as {@code @path}, by path as written
 * @param parts the pipelines its stages run ({@code pipeline_file}), by path as written
 */
public record PipelineSource(
    SourceText text, Map<String, String> files, Map<String, PipelineSource> parts) {
  public PipelineSource {
    files = Map.copyOf(files);
    parts = Map.copyOf(parts);
  }

  /** Makes a source without parts. */
  public PipelineSource(SourceText text, Map<String, String> files) {
    this(text, files, Map.of());
  }
}
