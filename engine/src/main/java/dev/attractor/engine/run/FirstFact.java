package dev.attractor.engine.run;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.Attribute;
import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.config.RunConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The fact that a journal begins with. */
final class FirstFact {
  private FirstFact() {}

  static RunEvent.RunStarted of(
      String runId,
      String graphDigest,
      ValidPipeline pipeline,
      String baseCommit,
      String runBranch,
      RunConfig config) {
    Map<String, String> context = new LinkedHashMap<>();
    for (Attribute attribute : pipeline.attributes().all()) {
      context.put("graph." + attribute.name(), attribute.value());
    }
    context.putAll(config.variables());
    context.put("run.id", runId);
    context.put("run.base_sha", baseCommit);
    return new RunEvent.RunStarted(
        runId,
        pipeline.graph().name(),
        pipeline.start().id(),
        graphDigest,
        baseCommit,
        runBranch,
        context,
        Optional.empty());
  }

  /** Returns the SHA-256, in hex, of a pipeline with all it refers to. */
  static String digest(PipelineSource source) {
    return hex(sha -> feed(sha, source));
  }

  private static String hex(Consumer<MessageDigest> content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      content.accept(sha);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the SHA-256, in hex, of a pipeline and what plugins made of it. */
  static String digest(PipelineSource source, ValidPipeline transformed) {
    return hex(sha -> {
      feed(sha, source);
      feed(sha, transformed);
    });
  }

  private static void feed(MessageDigest sha, ValidPipeline pipeline) {
    feed(sha, pipeline.graph().attributes());
    pipeline
        .graph()
        .nodes()
        .forEach(node -> {
          feed(sha, node.id());
          feed(sha, node.attributes());
        });
    pipeline
        .graph()
        .edges()
        .forEach(edge -> {
          feed(sha, edge.from());
          feed(sha, edge.to());
          feed(sha, edge.attributes());
        });
    pipeline.parts().forEach(part -> feed(sha, part.pipeline()));
  }

  /** Their order means nothing, and a plugin may give them in another one each time. */
  private static void feed(MessageDigest sha, Attributes attributes) {
    new TreeMap<>(attributes.values())
        .forEach((name, value) -> {
          feed(sha, name);
          feed(sha, value);
        });
  }

  private static void feed(MessageDigest sha, PipelineSource source) {
    feed(sha, source.text().text());
    source.files().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(file -> {
          feed(sha, file.getKey());
          feed(sha, file.getValue());
        });
    source.parts().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(part -> {
          feed(sha, part.getKey());
          feed(sha, part.getValue());
        });
  }

  private static void feed(MessageDigest sha, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
    sha.update((byte) ':'); // lengths keep two texts from being taken for two others
    sha.update(bytes);
  }
}
