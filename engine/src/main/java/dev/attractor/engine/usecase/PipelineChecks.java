package dev.attractor.engine.usecase;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.GraphDigest;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.lint.KnownNames;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.spi.CustomStageHandler;
import dev.attractor.ports.usecase.ValidatePipelines;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compiles pipelines with what is known here: plugins, variables, models. */
public final class PipelineChecks implements ValidatePipelines {
  private final PipelineCompiler compiler;
  private final PluginCatalog plugins;
  private final ModelCatalogFiles catalogs;

  @Inject
  PipelineChecks(PipelineCompiler compiler, PluginCatalog plugins, ModelCatalogFiles catalogs) {
    this.compiler = compiler;
    this.plugins = plugins;
    this.catalogs = catalogs;
  }

  /** Returns what identifies a pipeline; where plugins change pipelines, also what became of it. */
  String digest(PipelineSource source, ValidPipeline pipeline) {
    return plugins.transforms().isEmpty()
        ? GraphDigest.of(source)
        : GraphDigest.of(source, pipeline);
  }

  @Override
  public Compilation ofRun(RunSnapshot run) {
    return compiler.withoutRules().compile(run.source()) instanceof Compilation.Compiled compiled
            && digest(run.source(), compiled.pipeline()).equals(run.manifest().graphDigest())
        ? compiled
        : validate(run.source());
  }

  @Override
  public Compilation validate(
      PipelineSource source, Set<String> variables, Optional<Path> catalog) {
    Set<String> providers = new TreeSet<>();
    Set<String> hooked = new TreeSet<>();
    plugins
        .agentProviders()
        .forEach(provider -> {
          providers.add(provider.name());
          providers.addAll(provider.aliases());
          if (provider.honoursToolHooks()) {
            hooked.add(provider.name());
            hooked.addAll(provider.aliases());
          }
        });
    return compiler.compile(
        source,
        new KnownNames(
                plugins.stageHandlers().map(CustomStageHandler::type).collect(Collectors.toSet()),
                // What a plugin that cannot be used would bring nobody knows; preflight names it.
                Optional.<Set<String>>of(providers).filter(_ -> plugins.broken().isEmpty()),
                catalog.map(file -> catalogs.parse(catalogs.text(file)).names()),
                variables)
            .withToolHooks(hooked));
  }
}
