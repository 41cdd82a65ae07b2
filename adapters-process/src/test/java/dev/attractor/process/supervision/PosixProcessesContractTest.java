package dev.attractor.process.supervision;

import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.testkit.contract.ProcessSupervisorContract;
import java.time.InstantSource;

/** What runs in groups of its own is supervised as the port promises. */
class PosixProcessesContractTest extends ProcessSupervisorContract {
  private final PosixProcesses processes = new PosixProcesses(PATH, InstantSource.system());

  @Override
  protected ProcessSupervisor supervisor() {
    return processes;
  }
}
