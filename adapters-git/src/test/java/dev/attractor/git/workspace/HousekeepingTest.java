package dev.attractor.git.workspace;

import static dev.attractor.testkit.process.RealGit.git;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.ports.process.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code git gc} of somebody else means for a run. */
class HousekeepingTest {
  @TempDir private Path folder = Path.of("");
  private Path sign = Path.of("");

  @BeforeEach
  void makeRepository() {
    git(folder, "init", "-q");
    sign = folder.resolve(".git/gc.pid");
  }

  private Locks letEnd(Duration patience) throws IOException {
    Locks locks = new Locks(patience, new Cancellation());
    try (Repository repository = new FileRepository(folder.resolve(".git").toFile())) {
      Housekeeping.of(repository, locks).letEnd();
    }
    return locks;
  }

  @Test
  void oneThatEndsIsWaitedForAndOneThatDoesNotIsTold() throws Exception {
    Process program =
        new ProcessBuilder("git", "cat-file", "--batch").directory(folder.toFile()).start();
    try {
      Files.writeString(sign, program.pid() + " here");

      assertThat(letEnd(Duration.ofMillis(1)).warnings())
          .singleElement()
          .asString()
          .contains("git gc is at work in " + folder);

      program.getOutputStream().close(); // it ends
      assertThat(letEnd(Duration.ofMinutes(5)).warnings()).isEmpty();
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  @Test
  void theSignOfADeadOneSaysNothing() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    for (String left : new String[] {dead.pid() + " here", "", "no number", "1"}) {
      Files.writeString(sign, left);
      assertThat(letEnd(Duration.ofMinutes(5)).warnings()).as(left).isEmpty();
    }
  }
}
