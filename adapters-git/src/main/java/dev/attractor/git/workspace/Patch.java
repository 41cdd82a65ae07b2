package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a tree changes in another, for people, as git tells it: it fetches what a clone lacks. */
final class Patch {
  /** Bytes. Longer patches are cut off. */
  private static final int LONGEST = 1 << 20;

  private Patch() {}

  static String between(Git git, String from, String to) throws IOException {
    GitProgram.Answer said =
        git.ask(
            LONGEST,
            "-c",
            "core.bigFileThreshold=1m",
            "diff-tree",
            "-r",
            "--no-renames",
            "--patch",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--ignore-submodules=none",
            from,
            to);
    if (!said.succeeded()) {
      throw new IOException(said.said());
    }
    String patch = new String(said.out(), StandardCharsets.UTF_8);
    return said.out().length < LONGEST
        ? patch
        : patch + "\n# the rest is left out: git diff %s %s\n".formatted(from, to);
  }
}
