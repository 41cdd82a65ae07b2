package dev.attractor.testkit.memory;

import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.testkit.contract.StageFolderContract;

/** The stages of a folder without a disk. */
class MemoryStageFolderTest extends StageFolderContract {
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
