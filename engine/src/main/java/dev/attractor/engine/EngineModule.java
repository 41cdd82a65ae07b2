package dev.attractor.engine;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.lint.LintRule;
import dev.attractor.domain.lint.StandardRules;
import dev.attractor.engine.agent.AgentHandler;
import dev.attractor.engine.agent.RankingHandler;
import dev.attractor.engine.agent.SteeringHandler;
import dev.attractor.engine.plugins.PluginRules;
import dev.attractor.engine.preflight.Doctor;
import dev.attractor.engine.preflight.NamesHere;
import dev.attractor.engine.stage.CustomHandler;
import dev.attractor.engine.stage.HumanHandler;
import dev.attractor.engine.stage.ToolHandler;
import dev.attractor.engine.usecase.PipelineChecks;
import dev.attractor.engine.usecase.PipelineIngestion;
import dev.attractor.engine.usecase.PipelineRunner;
import dev.attractor.engine.usecase.RunControl;
import dev.attractor.engine.usecase.RunInspector;
import dev.attractor.engine.usecase.RunMerger;
import dev.attractor.engine.usecase.RunTelling;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.usecase.ControlRuns;
import dev.attractor.ports.usecase.ExamineMachine;
import dev.attractor.ports.usecase.IngestPipelines;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.MergeRuns;
import dev.attractor.ports.usecase.RunPipelines;
import dev.attractor.ports.usecase.TellRuns;
import dev.attractor.ports.usecase.ValidatePipelines;
import java.util.ArrayList;
import java.util.List;

/** Binds the use cases and the stage handlers. */
@Module
public interface EngineModule {
  /** The compiler with all rules. */
  @Provides
  static PipelineCompiler compiler(PluginCatalog plugins) {
    List<LintRule> rules = new ArrayList<>(StandardRules.all());
    rules.addAll(PluginRules.rules(plugins.lintRules()));
    return new PipelineCompiler(rules, PluginRules.transforms(plugins.transforms()));
  }

  /** Validation is compilation without a run. */
  @Binds
  ValidatePipelines validatePipelines(PipelineChecks checks);

  /** Starting and resuming. */
  @Binds
  RunPipelines runPipelines(PipelineRunner runs);

  /** Stopping, waiting, clearing away. */
  @Binds
  ControlRuns controlRuns(RunControl control);

  /** Telling the agents of runs something. */
  @Binds
  TellRuns tellRuns(RunTelling telling);

  /** The machine. */
  @Binds
  ExamineMachine examineMachine(Doctor doctor);

  /** Looking. */
  @Binds
  InspectRuns inspectRuns(RunInspector inspector);

  /** Having agents write pipelines. */
  @Binds
  IngestPipelines ingestPipelines(PipelineIngestion ingestion);

  @Binds
  MergeRuns mergeRuns(RunMerger merger);

  /** What configurations may name. */
  @Binds
  ConfigNames configNames(NamesHere names);

  /** Agent stages. */
  @Binds
  @IntoSet
  StageHandler agent(AgentHandler handler);

  /** Fan-ins with a prompt. */
  @Binds
  @IntoSet
  StageHandler ranking(RankingHandler handler);

  /** Managers that steer. */
  @Binds
  @IntoSet
  StageHandler steering(SteeringHandler handler);

  /** Tool stages. */
  @Binds
  @IntoSet
  StageHandler tool(ToolHandler handler);

  /** Stages of plugins' types. */
  @Binds
  @IntoSet
  StageHandler custom(CustomHandler handler);

  /** Questions to people. */
  @Binds
  @IntoSet
  StageHandler human(HumanHandler handler);
}
