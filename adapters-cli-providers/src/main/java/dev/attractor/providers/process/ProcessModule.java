package dev.attractor.providers.process;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.ProcessSupervisor;
import java.time.InstantSource;

/** Binds the process supervisor. */
@Module
public final class ProcessModule {
  private ProcessModule() {}

  @Provides
  static ProcessSupervisor supervisor(HostEnvironment host, InstantSource clock) {
    return new PosixProcesses(new SearchPath(host.variables().getOrDefault("PATH", "")), clock);
  }
}
