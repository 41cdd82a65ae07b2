package dev.attractor.testkit.memory;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.workspace.Workspace;
import dev.attractor.testkit.contract.WorkspaceContract;
import java.util.Map;

/** The files of a run without a disk. */
class MemoryWorkspaceTest extends WorkspaceContract {
  private final MemoryWorkspace workspace = new MemoryWorkspace();

  @Override
  protected Workspace open() {
    return workspace;
  }

  @Override
  protected String head(Workspace of) {
    return ((MemoryWorkspace) of).head();
  }

  @Override
  protected Map<String, String> files(Workspace of) {
    return workspace.filesIn(of.folder());
  }

  @Override
  protected void write(Workspace to, String name, String text) {
    workspace.filesIn(to.folder()).put(name, text);
  }

  @Override
  protected void delete(Workspace from, String name) {
    workspace.filesIn(from.folder()).remove(name);
  }

  @Override
  protected Map<String, String> kept(RunId runId) {
    return workspace.kept(runId);
  }
}
