package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * What a tree changes in another, as git tells it: it fetches what a partial clone lacks.
 *
 * @param files what changed, by path
 * @param patch for people; cut off when it is very long
 */
record Changes(List<Changed> files, String patch) {
  static final Changes NONE = new Changes(List.of(), "");

  /** Longer patches are cut off. */
  private static final int LONGEST = 1 << 20;

  /** So much is read of what git says; a list of so many files has no patch. */
  private static final int MOST = 64 << 20;

  private static final int ID = 40;

  /**
   * A file that is new or another.
   *
   * @param before what it was; missing when it is new
   * @param mode what it is; missing when it is gone
   */
  record Changed(String path, FileMode before, FileMode mode, ObjectId content) {
    private boolean isRepository() {
      return FileMode.GITLINK.equals(mode.getBits());
    }

    /** Returns whether a repository of its own lies there that was not known before. */
    boolean isNewRepository() {
      return isRepository() && !FileMode.GITLINK.equals(before.getBits());
    }

    /** Returns the size in bytes; 0 for what is no file. */
    long size(Repository repository) throws IOException {
      if (FileMode.MISSING.equals(mode.getBits()) || isRepository()) {
        return 0;
      }
      try (ObjectReader reader = repository.newObjectReader()) {
        return reader.getObjectSize(content, ObjectReader.OBJ_ANY);
      }
    }
  }

  static Changes between(Git git, String from, String to) throws IOException {
    GitProgram.Answer said =
        git.ask(
            MOST,
            "-c",
            "core.bigFileThreshold=1m",
            "diff-tree",
            "-r",
            "-z",
            "--no-renames",
            "--patch-with-raw",
            "--no-abbrev",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--ignore-submodules=none",
            from,
            to);
    if (!said.succeeded()) {
      throw new IOException(said.said());
    }
    return parse(said.out(), "\n# the rest is left out: git diff %s %s\n".formatted(from, to));
  }

  /**
   * First come lines of modes and ids, each with its path behind a NUL, then, behind an empty one,
   * the patch.
   */
  private static Changes parse(byte[] said, String rest) {
    List<Changed> files = new ArrayList<>();
    int at = 0;
    while (at < said.length && said[at] == ':') {
      int lineEnd = end(said, at);
      int pathEnd = end(said, lineEnd + 1);
      String[] line = text(said, at + 1, lineEnd).split(" ", -1);
      if (pathEnd == said.length || line.length < 5) {
        break; // cut off in its middle
      }
      files.add(
          new Changed(
              text(said, lineEnd + 1, pathEnd),
              FileMode.fromBits(Integer.parseInt(line[0], 8)),
              FileMode.fromBits(Integer.parseInt(line[1], 8)),
              ObjectId.fromString(line[3].substring(0, ID))));
      at = pathEnd + 1;
    }
    if (at < said.length && said[at] == 0) {
      at++;
    }
    boolean isLong = said.length - at > LONGEST || said.length >= MOST;
    String patch = text(said, at, Math.min(said.length, at + LONGEST));
    return new Changes(files, isLong ? patch + rest : patch);
  }

  private static int end(byte[] said, int from) {
    int at = from;
    while (at < said.length && said[at] != 0) {
      at++;
    }
    return at;
  }

  private static String text(byte[] said, int from, int to) {
    return new String(said, Math.min(from, to), Math.max(0, to - from), StandardCharsets.UTF_8);
  }
}
