package dev.attractor.domain.compile;

import dev.attractor.domain.pipeline.Attributes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** What identifies a pipeline with all it refers to: a SHA-256, in hex (SEMANTICS §12). */
public final class GraphDigest {
  private final MessageDigest sha;

  private GraphDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the digest of what was written. */
  public static String of(PipelineSource source) {
    GraphDigest digest = new GraphDigest();
    digest.feed(source);
    return digest.hex();
  }

  /** Returns the digest of what was written and of what plugins made of it. */
  public static String of(PipelineSource source, ValidPipeline transformed) {
    GraphDigest digest = new GraphDigest();
    digest.feed(source);
    digest.feed(transformed);
    return digest.hex();
  }

  private String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }

  private void feed(ValidPipeline pipeline) {
    feed(pipeline.graph().attributes());
    pipeline
        .graph()
        .nodes()
        .forEach(node -> {
          feed(node.id().value());
          feed(node.attributes());
        });
    pipeline
        .graph()
        .edges()
        .forEach(edge -> {
          feed(edge.from().value());
          feed(edge.to().value());
          feed(edge.attributes());
        });
    pipeline.parts().forEach(part -> feed(part.pipeline()));
  }

  /** Their order means nothing, and a plugin may give them in another one each time. */
  private void feed(Attributes attributes) {
    new TreeMap<>(attributes.values())
        .forEach((name, value) -> {
          feed(name);
          feed(value);
        });
  }

  private void feed(PipelineSource source) {
    feed(source.text().text());
    new TreeMap<>(source.files())
        .forEach((path, content) -> {
          feed(path);
          feed(content);
        });
    new TreeMap<>(source.parts())
        .forEach((path, part) -> {
          feed(path);
          feed(part);
        });
  }

  private void feed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
    sha.update((byte) ':'); // lengths keep two texts from being taken for two others
    sha.update(bytes);
  }
}
