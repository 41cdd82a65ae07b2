package dev.attractor.engine.preflight;

import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.workspace.GitRepository;
import dev.attractor.ports.workspace.Repositories;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The agent providers of the plugins, and the remotes of a repository. */
public final class NamesHere implements ConfigNames {
  private final PluginCatalog plugins;
  private final Repositories repositories;
  private final HostEnvironment host;

  @Inject
  NamesHere(PluginCatalog plugins, Repositories repositories, HostEnvironment host) {
    this.plugins = plugins;
    this.repositories = repositories;
    this.host = host;
  }

  @Override
  public Optional<String> insteadOfProvider(String name) {
    return plugins.agentProvider(name).isPresent()
        ? Optional.empty()
        : Optional.of(AgentChecks.hint(plugins));
  }

  @Override
  public Optional<String> insteadOfRemote(String remote, Optional<Path> repository) {
    if (remote.contains("/") || remote.contains(":")) {
      return Optional.empty(); // an address or a folder; only git knows what is there
    }
    try (GitRepository opened = repositories.open(repository.orElse(host.directory()))) {
      List<String> remotes = opened.remotes();
      return remotes.contains(remote)
          ? Optional.empty()
          : Optional.of(
              "its remotes: %s; add one with git remote add, or write an address"
                  .formatted(remotes.isEmpty() ? "none" : String.join(", ", remotes)));
    } catch (AttractorException e) {
      return Optional.empty(); // whoever opens it next says what is wrong with it
    }
  }
}
