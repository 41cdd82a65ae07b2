package dev.attractor.engine.run;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.secret.KnownLines;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.ports.workspace.NewContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds known secrets in what a stage commits (SEMANTICS §10): in the files themselves, whatever
 * git would show of them, and in all commits that the stage has made.
 */
final class CommitSecrets {
  private static final int MOST_PLACES = 10;

  /** Signs that are read at once. */
  private static final int PIECE = 8192;

  /** Bytes. */
  private static final long LARGEST = 32L << 20;

  private final Redactor redactor;
  private final List<String> places = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();

  private CommitSecrets(Redactor redactor) {
    this.redactor = redactor;
  }

  /**
   * Returns the facts that a commit holds known secrets, with the places; none when it has none.
   */
  static List<RunEvent.Warning> warnings(
      Attempt attempt, List<NewContent> brought, Redactor redactor) {
    CommitSecrets found = new CommitSecrets(redactor);
    brought.forEach(found::look);
    List<RunEvent.Warning> warnings = new ArrayList<>();
    if (!found.places.isEmpty()) {
      warnings.add(
          new RunEvent.Warning(
              ("the commit of %s holds the value of a secret: %s; take it out, also of the history,"
                      + " before the branch is pushed or merged, and replace the secret")
                  .formatted(attempt, some(found.places))));
    }
    if (!found.unread.isEmpty()) {
      warnings.add(
          new RunEvent.Warning(
              "the commit of %s was not looked through for secrets where it is too large or cannot be read: %s"
                  .formatted(attempt, some(found.unread))));
    }
    return warnings;
  }

  private static String some(List<String> all) {
    return String.join(", ", all.subList(0, Math.min(all.size(), MOST_PLACES)))
        + (all.size() > MOST_PLACES ? ", ..." : "");
  }

  private void look(NewContent file) {
    if (file.size() > LARGEST) {
      unread.add("%s (%d MB)".formatted(redactor.text(file.path()), file.size() >> 20));
      return;
    }
    try {
      if (!linesOf(named(file.path())).isEmpty()) {
        places.add("the name of a file in " + folderOf(file.path()));
      }
      List<Long> lines = linesOf(file.now());
      if (!lines.isEmpty() && lines.size() > linesOf(file.before()).size()) { // else they are known
        lines.forEach(line -> places.add(redactor.text(file.path()) + ":" + line));
      }
    } catch (IOException e) {
      unread.add("%s (%s)".formatted(redactor.text(file.path()), e.getMessage()));
    }
  }

  private static NewContent.Content named(String path) {
    return () -> new ByteArrayInputStream(path.getBytes(StandardCharsets.UTF_8));
  }

  private String folderOf(String path) {
    int end = path.lastIndexOf('/');
    return end < 0 ? "the work tree" : redactor.text(path.substring(0, end));
  }

  private List<Long> linesOf(NewContent.Content content) throws IOException {
    try (Reader text = new InputStreamReader(content.open(), StandardCharsets.UTF_8)) {
      KnownLines lines = redactor.lines();
      char[] piece = new char[PIECE];
      int read = text.read(piece);
      while (read >= 0 && lines.found().size() <= MOST_PLACES) {
        lines.take(new String(piece, 0, read));
        read = text.read(piece);
      }
      return lines.found();
    }
  }
}
