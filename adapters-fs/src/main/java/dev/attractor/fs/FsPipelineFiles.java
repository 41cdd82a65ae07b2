package dev.attractor.fs;

import dev.attractor.domain.compile.FileReferences;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.Problem;
import dev.attractor.ports.config.PipelineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pipelines in files. */
final class FsPipelineFiles implements PipelineFiles {
  @Override
  public PipelineSource read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw Problem.usage("there is no pipeline file " + file, "check the path");
    }
    try {
      SourceText text = new SourceText(file.toString(), Files.readString(file));
      return new PipelineSource(text, referred(text, file.toAbsolutePath()));
    } catch (IOException e) {
      throw Problem.usage(
          "cannot read %s: %s".formatted(file, WholeFile.describe(e)),
          "a pipeline is a text file in UTF-8; check its rights");
    }
  }

  private static Map<String, String> referred(SourceText text, Path file) throws IOException {
    Map<String, String> contents = new LinkedHashMap<>();
    if (DotReader.read(text) instanceof Parse.Read(var pipeline)) {
      for (String path : FileReferences.in(pipeline)) {
        Path target = file.resolveSibling(path);
        if (Files.isRegularFile(target)) {
          contents.put(path, Files.readString(target));
        }
      }
    }
    return contents;
  }
}
