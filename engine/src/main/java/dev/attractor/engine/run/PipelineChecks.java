package dev.attractor.engine.run;

import dev.attractor.domain.compile.Compilation;
import dev.attractor.domain.compile.PipelineCompiler;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.lint.Surroundings;
import dev.attractor.ports.catalog.ModelCatalogFiles;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.usecase.ValidatePipelines;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  @Override
  public Compilation validate(
      PipelineSource source, Set<String> variables, Optional<Path> catalog) {
    Set<String> providers = new TreeSet<>();
    plugins
        .agentProviders()
        .forEach(provider -> {
          providers.add(provider.name());
          providers.addAll(provider.aliases());
        });
    return compiler.compile(
        source,
        new Surroundings(
            Set.of(), Optional.of(providers), catalog.map(catalogs::models), variables));
  }
}
