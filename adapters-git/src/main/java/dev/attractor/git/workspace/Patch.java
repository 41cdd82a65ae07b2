package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has changed, for people, as git tells it: it fetches what a clone lacks. */
final class Patch {
  /** Bytes. Longer patches are cut off. */
  private static final int LONGEST = 1 << 20;

  private Patch() {}

  /** Returns what a tree, or the tree of a commit, changes in another. */
  static String between(Git git, String from, String to) throws IOException {
    byte[] patch = told(git, List.of("diff-tree", "-r"), List.of(from, to));
    return patch.length < LONGEST
        ? text(patch)
        : text(patch) + "\n# the rest is left out: git diff %s %s\n".formatted(from, to);
  }

  /**
   * Returns what the index changes in a commit, which is the same as long as it is no tree yet;
   * empty when it is too long to be told as a whole.
   */
  static Optional<String> ofIndex(Git git, String from) throws IOException {
    return Optional.of(told(git, List.of("diff-index", "--cached"), List.of(from)))
        .filter(patch -> patch.length < LONGEST)
        .map(Patch::text);
  }

  private static String text(byte[] patch) {
    return new String(patch, StandardCharsets.UTF_8);
  }

  private static byte[] told(Git git, List<String> command, List<String> of) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-c", "core.bigFileThreshold=1m"));
    arguments.addAll(command);
    arguments.addAll(
        List.of(
            "--no-renames",
            "--patch",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--ignore-submodules=none"));
    arguments.addAll(of);
    GitProgram.Answer said = git.ask(LONGEST, arguments.toArray(String[]::new));
    if (!said.succeeded()) {
      throw new IOException(said.said());
    }
    return said.out();
  }
}
