package dev.attractor.engine.run;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.secret.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds known secrets in what a stage commits (SEMANTICS §10). */
final class PatchSecrets {
  private static final int MOST_PLACES = 10;
  private static final Pattern HUNK = Pattern.compile("@@ -\\S+ \\+(\\d+)(?:,\\d+)? @@.*");

  private PatchSecrets() {}

  /**
   * Returns the fact that a commit holds known secrets, with the places; empty when it has none.
   */
  static Optional<RunEvent.Warning> warning(Attempt attempt, String patch, Redactor redactor) {
    List<String> places = places(patch, redactor);
    if (places.isEmpty()) {
      return Optional.empty();
    }
    String shown =
        String.join(", ", places.subList(0, Math.min(places.size(), MOST_PLACES)))
            + (places.size() > MOST_PLACES ? ", ..." : "");
    return Optional.of(
        new RunEvent.Warning(
            "the commit of %s holds the value of a secret: %s; take it out before the branch is pushed"
                    .formatted(attempt, shown)
                + " or merged, and replace the secret"));
  }

  private static List<String> places(String patch, Redactor redactor) {
    List<String> places = new ArrayList<>();
    String file = "";
    int line = 0;
    boolean inHunk = false;
    for (String text : patch.split("\n", -1)) {
      Matcher hunk = HUNK.matcher(text);
      if (hunk.matches()) {
        inHunk = true;
        line = Integer.parseInt(hunk.group(1));
      } else if (text.startsWith("diff --git ")) {
        inHunk = false;
      } else if (!inHunk) {
        file = text.startsWith("+++ ") ? text.substring(4).replaceFirst("^b/", "") : file;
      } else if (text.startsWith("+") || text.startsWith(" ")) {
        if (text.startsWith("+") && redactor.knows(text.substring(1))) {
          places.add(file + ":" + line);
        }
        line++;
      }
    }
    return places;
  }
}
