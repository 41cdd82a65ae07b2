package dev.attractor.fs.runfolder;

import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.testkit.contract.RunFolderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The folder on the disk is a run folder. */
class FsRunFolderTest extends RunFolderContract {
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
}
