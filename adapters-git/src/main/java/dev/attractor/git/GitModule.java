package dev.attractor.git;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.workspace.Repositories;

/** Binds version control. */
@Module
public final class GitModule {
  private GitModule() {}

  @Provides
  static Repositories repositories() {
    return new JGitRepositories();
  }
}
