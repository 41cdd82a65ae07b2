package dev.attractor.testkit.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.testkit.contract.JournalContract;

/** The journal of a folder without a disk. */
class MemoryJournalTest extends JournalContract {
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

  @Override
  protected void dieWhileAppending(RunFolder opened, RunEvent fact) {
    folder.use(Seam.breakingAt(1));
    assertThatThrownBy(() -> opened.journal().append(fact)).isInstanceOf(Seam.Crash.class);
    folder.use(Seam.unbroken());
  }
}
