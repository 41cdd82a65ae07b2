package dev.attractor.fs;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import dev.attractor.ports.config.OutcomeScripts;
import dev.attractor.ports.config.PipelineFiles;
import dev.attractor.ports.config.RunConfigSource;
import dev.attractor.ports.runfolder.RunStore;
import java.time.InstantSource;

/** Binds what lies in files. */
@Module
public final class FsModule {
  private FsModule() {}

  @Provides
  static RunStore runStore(HostEnvironment host, InstantSource clock) {
    return new FsRunStore(host.variables(), host.home(), clock);
  }

  @Provides
  static RunConfigSource runConfigSource() {
    return new FileRunConfigSource();
  }

  @Provides
  static PipelineFiles pipelineFiles() {
    return new FsPipelineFiles();
  }

  @Provides
  static ModelCatalogFiles modelCatalogFiles() {
    return new LiteLlmCatalog();
  }

  @Provides
  static OutcomeScripts outcomeScripts() {
    return new FileOutcomeScripts();
  }
}
