package dev.attractor.fs.runfolder;

import dev.attractor.ports.runfolder.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells a run from every other one, also from one of the same id in another repository: its
 * manifest, and the texts that say what it runs. None of them ever changes.
 */
final class Begun {
  private Begun() {}

  /**
   * Returns a name for the run.
   *
   * @param texts the pipeline, the files it refers to and the configuration, by their files
   */
  static String nameOf(Manifest manifest, Map<Path, String> texts) {
    StringBuilder all = new StringBuilder();
    for (String fact :
        new String[] {
          manifest.baseCommit(),
          manifest.runBranch().text(),
          manifest.startedAt().toString(),
          manifest.graphDigest()
        }) {
      all.append(fact).append('\0');
    }
    Map<String, String> byName = new TreeMap<>();
    texts.forEach((file, text) -> byName.put(file.getFileName().toString(), text));
    byName.forEach((name, text) -> all.append(name).append('\0').append(text).append('\0'));
    return manifest.runId() + "." + sha256(all.toString());
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
