package dev.attractor.fs.config;

import dev.attractor.domain.compile.FileReferences;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourceText;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.PipelineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Pipelines in files. */
public final class FsPipelineFiles implements PipelineFiles {
  @Override
  public PipelineSource read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw AttractorException.usage("there is no pipeline file " + file, "check the path");
    }
    try {
      return read(file.toAbsolutePath().normalize(), file.toString(), Set.of());
    } catch (IOException e) {
      throw AttractorException.usage(
          "cannot read %s: %s".formatted(file, AtomicFile.describe(e)),
          "a pipeline is a text file in UTF-8; check its rights");
    }
  }

  /**
   * Reads a pipeline with all it refers to.
   *
   * @param around the files that are being read around it: one of these again would never end
   */
  private static PipelineSource read(Path file, String name, Set<Path> around) throws IOException {
    SourceText text = new SourceText(name, FromOutside.text(file));
    Map<String, String> contents = new LinkedHashMap<>();
    Map<String, PipelineSource> parts = new LinkedHashMap<>();
    if (DotReader.read(text) instanceof Parse.Read(Pipeline pipeline)) {
      Set<Path> here = new HashSet<>(around);
      here.add(file);
      for (String path : FileReferences.in(pipeline)) {
        Path target = file.resolveSibling(path).normalize();
        if (Files.isRegularFile(target)) {
          contents.put(path, FromOutside.text(target));
        }
      }
      for (String path : FileReferences.partsOf(pipeline)) {
        Path target = file.resolveSibling(path).normalize();
        if (Files.isRegularFile(target) && !here.contains(target)) {
          parts.put(path, read(target, path, here));
        }
      }
    }
    return new PipelineSource(text, contents, parts);
  }
}
