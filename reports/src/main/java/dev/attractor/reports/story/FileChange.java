package dev.attractor.reports.story;

import java.util.ArrayList;
import java.util.List;

/**
 * A file that a patch changes.
 *
 * @param path where it is now
 * @param added lines
 * @param removed lines
 */
record FileChange(String path, int added, int removed, boolean binary) {
  private static final String HEADER = "diff --git ";

  /** Returns the files of a patch as git prints it, in its order. */
  static List<FileChange> in(String patch) {
    List<FileChange> files = new ArrayList<>();
    String path = "";
    int added = 0;
    int removed = 0;
    boolean binary = false;
    boolean inHunk = false;
    for (String line : (patch + "\n" + HEADER).split("\n", -1)) {
      if (line.startsWith(HEADER)) {
        if (!path.isEmpty()) {
          files.add(new FileChange(path, added, removed, binary));
        }
        path = pathOf(line);
        added = 0;
        removed = 0;
        binary = false;
        inHunk = false;
      } else if (line.startsWith("@@")) {
        inHunk = true;
      } else if (inHunk && line.startsWith("+")) {
        added++;
      } else if (inHunk && line.startsWith("-")) {
        removed++;
      } else if (!inHunk && (line.startsWith("Binary files ") || line.equals("GIT binary patch"))) {
        binary = true;
      } else if (!inHunk && (line.startsWith("rename to ") || line.startsWith("copy to "))) {
        path = line.substring(line.indexOf(" to ") + 4);
      }
    }
    return files;
  }

  /** Returns the path behind {@code b/}: both are the same, unless it says a rename below. */
  private static String pathOf(String header) {
    String paths = header.substring(HEADER.length());
    int second = paths.length() / 2 + 1;
    return paths.length() > 4 && paths.length() % 2 == 1
        ? paths.substring(second).replaceFirst("^\"?b/", "").replaceFirst("\"$", "")
        : paths.replaceFirst("^.* \"?b/", "").replaceFirst("\"$", "");
  }

  /** Returns for people how much it changes. */
  String size() {
    return binary ? "binary" : "+%d −%d".formatted(added, removed);
  }
}
