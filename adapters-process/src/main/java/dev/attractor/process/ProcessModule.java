package dev.attractor.process;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.process.supervision.PosixProcesses;
import java.time.InstantSource;

/** Binds the process supervisor. */
@Module
public final class ProcessModule {
  private ProcessModule() {}

  @Provides
  static ProcessSupervisor supervisor(HostEnvironment host, InstantSource clock) {
    return new PosixProcesses(host.variables().getOrDefault("PATH", ""), clock);
  }
}
