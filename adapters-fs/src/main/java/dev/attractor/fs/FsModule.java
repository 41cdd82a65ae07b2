package dev.attractor.fs;

import dagger.Module;
import dagger.Provides;
import dev.attractor.fs.catalog.LiteLlmCatalog;
import dev.attractor.fs.config.FileLists;
import dev.attractor.fs.config.FileOutcomeScripts;
import dev.attractor.fs.config.FileRunConfigSource;
import dev.attractor.fs.config.FileTestCases;
import dev.attractor.fs.config.FsPipelineFiles;
import dev.attractor.fs.journal.JournalLines;
import dev.attractor.fs.process.FileProbeMemory;
import dev.attractor.fs.process.TemporaryFolder;
import dev.attractor.fs.runfolder.FsRunStore;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import dev.attractor.ports.config.OutcomeScripts;
import dev.attractor.ports.config.PipelineFiles;
import dev.attractor.ports.config.RunConfigSource;
import dev.attractor.ports.config.TestCases;
import dev.attractor.ports.journal.JournalFormat;
import dev.attractor.ports.process.ProbeMemory;
import dev.attractor.ports.process.ScratchFolders;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.stage.Lists;
import java.time.InstantSource;

/** Binds what lies in files. */
@Module
public final class FsModule {
  private FsModule() {}

  @Provides
  static RunStore runStore(HostEnvironment host, InstantSource clock) {
    return new FsRunStore(host, clock);
  }

  @Provides
  static RunConfigSource runConfigSource(HostEnvironment host) {
    return new FileRunConfigSource(host);
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
  static ProbeMemory probeMemory(HostEnvironment host) {
    return new FileProbeMemory(host);
  }

  @Provides
  static ScratchFolders scratchFolders() {
    return TemporaryFolder::make;
  }

  @Provides
  static JournalFormat journalFormat() {
    return new JournalLines();
  }

  @Provides
  static Lists lists() {
    return new FileLists();
  }

  @Provides
  static OutcomeScripts outcomeScripts() {
    return new FileOutcomeScripts();
  }

  @Provides
  static TestCases testCases() {
    return new FileTestCases();
  }
}
