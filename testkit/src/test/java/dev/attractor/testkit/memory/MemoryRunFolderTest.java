package dev.attractor.testkit.memory;

import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.testkit.contract.RunFolderContract;

/** The folder without a disk is a run folder. */
class MemoryRunFolderTest extends RunFolderContract {
  private final MemoryRunFolder folder =
      new MemoryRunFolder(RUN.manifest(), RUN.source(), RUN.config(), RUN.started());

  @Override
  protected RunFolder begin(NewRun run) {
    return folder;
  }

  @Override
  protected RunFolder reopen() {
    return folder.open();
  }
}
