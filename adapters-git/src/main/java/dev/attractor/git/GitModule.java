package dev.attractor.git;

import dagger.Module;
import dagger.Provides;
import dev.attractor.git.workspace.JGitRepositories;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Singleton;

/** Binds version control. */
@Module
public final class GitModule {
  private GitModule() {}

  @Provides
  @Singleton // which git this is, is asked once
  static Repositories repositories(ProcessSupervisor processes, HostEnvironment host) {
    return new JGitRepositories(processes, host);
  }
}
