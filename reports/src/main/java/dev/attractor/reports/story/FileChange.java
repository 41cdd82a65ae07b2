package dev.attractor.reports.story;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that a patch changes.
 *
 * @param path where it is now
 * @param added lines
 * @param removed lines
 */
record FileChange(String path, int added, int removed, boolean binary) {
  private static final String HEADER = "diff --git ";

  /** A byte, an escaped sign, or another sign. */
  private static final Pattern QUOTED = Pattern.compile("\\\\([0-7]{3})|\\\\(.)|.", Pattern.DOTALL);

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
        path = named(line.substring(line.indexOf(" to ") + 4));
      }
    }
    return files;
  }

  /** Returns in one line how much they change together. */
  static String summary(List<FileChange> files) {
    return "%s, %s, %s"
        .formatted(
            Shown.count(files.size(), "file"),
            Shown.count(files.stream().mapToInt(FileChange::added).sum(), "insertion"),
            Shown.count(files.stream().mapToInt(FileChange::removed).sum(), "deletion"));
  }

  /** Returns the path behind {@code b/}: both are the same, unless it says a rename below. */
  private static String pathOf(String header) {
    String paths = header.substring(HEADER.length());
    int second = paths.length() / 2 + 1;
    boolean alike = paths.length() > 4 && paths.length() % 2 == 1;
    return named(alike ? paths.substring(second) : paths.replaceFirst("^.* (?=\"?b/)", ""))
        .replaceFirst("^b/", "");
  }

  /** Returns a path as it is; git quotes those with other signs than the usual, byte by byte. */
  private static String named(String path) {
    if (!path.startsWith("\"") || !path.endsWith("\"") || path.length() < 2) {
      return path;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher signs = QUOTED.matcher(path.substring(1, path.length() - 1));
    while (signs.find()) {
      if (signs.group(1) != null) {
        bytes.write(Integer.parseInt(signs.group(1), 8));
      } else {
        String sign = signs.group(2) == null ? signs.group() : unescaped(signs.group(2));
        bytes.writeBytes(sign.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String unescaped(String letter) {
    return switch (letter) {
      case "n" -> "\n";
      case "t" -> "\t";
      case "r" -> "\r";
      case "a" -> "\u0007";
      case "b" -> "\b";
      case "f" -> "\f";
      case "v" -> "\u000b";
      default -> letter;
    };
  }

  /** Returns for people how much it changes. */
  String size() {
    return binary ? "binary" : "+%d −%d".formatted(added, removed);
  }
}
