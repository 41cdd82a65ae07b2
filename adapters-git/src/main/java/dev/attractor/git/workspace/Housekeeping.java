package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/**
 * The housekeeping of others. {@code git gc} looks once for what refs lead to and removes the rest
 * later, also what a ref leads to by then. What is written meanwhile is only known to stay when it
 * is there after it has ended.
 *
 * @param sign the file that stands as long as it is at work
 */
record Housekeeping(Path sign, Locks locks) {
  static Housekeeping of(Repository repository, Locks locks) {
    return new Housekeeping(repository.getCommonDirectory().toPath().resolve("gc.pid"), locks);
  }

  /** Waits for the end of what is at work, with the patience of locks. */
  void letEnd() throws IOException {
    if (!isAtWork()) {
      return;
    }
    try {
      locks.waitFor(
          "git gc is at work for long", () -> isAtWork() ? Optional.empty() : Optional.of(sign));
    } catch (Locks.Held e) {
      locks.tell(
          "git gc is at work in %s for longer than was waited; commits made meanwhile are as safe"
                  .formatted(sign.getParent())
              + " as git's own are");
    }
  }

  /** A sign that was left by a process that is dead says nothing. */
  private boolean isAtWork() throws IOException {
    try {
      String owner = Files.readString(sign, StandardCharsets.ISO_8859_1).strip();
      int end = owner.indexOf(' ');
      return end > 0
          && ProcessHandle.of(Long.parseLong(owner.substring(0, end)))
              .filter(process -> process.info().command().orElse("git").endsWith("git"))
              .isPresent();
    } catch (NoSuchFileException e) {
      return false;
    } catch (NumberFormatException e) {
      return false; // it is just being written, or by something else
    }
  }
}
