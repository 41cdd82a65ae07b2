package dev.attractor.fs.runfolder;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.testkit.contract.JournalContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;

/** The journal of a folder on the disk. */
class FsJournalTest extends JournalContract {
  @TempDir private Path home = Path.of("");

  private FsRunStore store() {
    return Stores.in(home);
  }

  @Override
  protected RunFolder begin(NewRun run) {
    return store().create(home.resolve("run"), run, () -> {});
  }

  @Override
  protected RunFolder reopen() {
    return store().open(home.resolve("run"));
  }

  @Override
  protected void dieWhileAppending(RunFolder folder, RunEvent fact) {
    Path journal = folder.location().resolve("progress.ndjson");
    try {
      byte[] before = Files.readAllBytes(journal);
      folder.journal().append(fact);
      byte[] after = Files.readAllBytes(journal);
      Files.write(journal, Arrays.copyOf(after, (before.length + after.length) / 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
