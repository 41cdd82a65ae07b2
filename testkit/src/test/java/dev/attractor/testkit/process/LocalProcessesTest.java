package dev.attractor.testkit.process;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.testkit.contract.ProcessRunnerContract;

/** The plain stand-in for the supervisor keeps what plugins are promised. */
class LocalProcessesTest extends ProcessRunnerContract {
  @Override
  protected ProcessRunner runner(Cancellation cancellation) {
    return new LocalProcesses(cancellation);
  }
}
