package dev.attractor.cli.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.terminal.TerminalInterviewer;
import dev.attractor.engine.EngineModule;
import dev.attractor.fs.FsModule;
import dev.attractor.git.GitModule;
import dev.attractor.http.HttpModule;
import dev.attractor.plugins.PluginsModule;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.config.OutcomeScripts;
import dev.attractor.ports.config.PipelineFiles;
import dev.attractor.ports.config.RunConfigSource;
import dev.attractor.ports.config.TestCases;
import dev.attractor.ports.journal.JournalFormat;
import dev.attractor.ports.people.Interviewer;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.plugins.PluginPath;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.release.ProgramVersion;
import dev.attractor.ports.release.ReleaseSource;
import dev.attractor.ports.report.GraphPictures;
import dev.attractor.ports.report.RunReports;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.stage.Lists;
import dev.attractor.ports.time.MonotonicClock;
import dev.attractor.ports.time.RunIds;
import dev.attractor.ports.usecase.ControlRuns;
import dev.attractor.ports.usecase.ExamineMachine;
import dev.attractor.ports.usecase.IngestPipelines;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.MergeRuns;
import dev.attractor.ports.usecase.RunPipelines;
import dev.attractor.ports.usecase.TellRuns;
import dev.attractor.ports.usecase.ValidatePipelines;
import dev.attractor.process.ProcessModule;
import dev.attractor.reports.ReportsModule;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The program, wired; each method returns one of its parts. */
@Singleton
@Component(
    modules = {
      EngineModule.class,
      FsModule.class,
      GitModule.class,
      HttpModule.class,
      PluginsModule.class,
      ProcessModule.class,
      ReportsModule.class,
      SystemModule.class
    })
public interface AppComponent {
  /**
   * Wires the program. Not done before a command needs it: {@code --help} and {@code --version} do
   * not.
   */
  static AppComponent of(Terminal terminal) {
    return of(terminal, true);
  }

  /**
   * Wires the program.
   *
   * @param attended whether somebody may answer questions on the terminal
   */
  static AppComponent of(Terminal terminal, boolean attended) {
    return DaggerAppComponent.factory()
        .create(
            terminal.host(),
            terminal.clock(),
            new TerminalInterviewer(
                terminal.in(), terminal.err(), attended, terminal.somebodyTypes()),
            new ProgramVersion(Terminal.version()),
            new PluginPath(terminal.pluginPath().get().stream().map(terminal::here).toList()));
  }

  RunPipelines runPipelines();

  ValidatePipelines validatePipelines();

  IngestPipelines ingestPipelines();

  InspectRuns inspectRuns();

  PipelineFiles pipelineFiles();

  RunConfigSource runConfigSource();

  ConfigNames configNames();

  OutcomeScripts outcomeScripts();

  TestCases testCases();

  Lists lists();

  ControlRuns controlRuns();

  /** Telling the agents of runs something. */
  TellRuns tellRuns();

  MergeRuns mergeRuns();

  ProcessSupervisor processSupervisor();

  RunIds runIds();

  MonotonicClock monotonicClock();

  RunStore runStore();

  PluginCatalog pluginCatalog();

  ExamineMachine examineMachine();

  GraphPictures graphPictures();

  RunReports runReports();

  JournalFormat journalFormat();

  ReleaseSource releaseSource();

  @Component.Factory
  interface Factory {
    AppComponent create(
        @BindsInstance HostEnvironment host,
        @BindsInstance InstantSource clock,
        @BindsInstance Interviewer interviewer,
        @BindsInstance ProgramVersion version,
        @BindsInstance PluginPath pluginPath);
  }
}
