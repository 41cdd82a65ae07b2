package dev.attractor.engine.preflight;

import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.engine.agent.AgentChoice;
import dev.attractor.engine.plugins.PluginDefect;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.catalog.ModelCatalog;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.config.LlmConfig.CliProfile;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.plugins.Plugin;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProbeMemory;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.PreflightReport.Check;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProviderSettings;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Finds out whether the agents that a pipeline asks could work. */
final class AgentChecks {
  private final PluginCatalog plugins;
  private final ProcessSupervisor processes;
  private final ProbeMemory memory;
  private final PromptProbe promptProbe;
  private final HostEnvironment host;

  @Inject
  AgentChecks(
      PluginCatalog plugins,
      ProcessSupervisor processes,
      ProbeMemory memory,
      PromptProbe promptProbe,
      HostEnvironment host) {
    this.plugins = plugins;
    this.processes = processes;
    this.memory = memory;
    this.promptProbe = promptProbe;
    this.host = host;
  }

  /**
   * Checks the agents of these pipelines, and those that may take over from them.
   *
   * @param catalog the models that the run will know; not asked where there is no agent
   */
  List<Check> check(
      Collection<Pipeline> pipelines,
      RunConfig config,
      Supplier<ModelCatalog> catalog,
      Cancellation cancellation) {
    Map<String, Set<String>> models = new TreeMap<>();
    pipelines.forEach(pipeline ->
        pipeline.nodes().stream()
            .filter(Node::asksAgent)
            .flatMap(
                node -> AgentChoice.withSubstitutes(pipeline, node, config.llm(), plugins).stream())
            .forEach(choice ->
                models
                    .computeIfAbsent(canonical(choice.provider()), _ -> new TreeSet<>())
                    .add(choice.model())));
    return models.isEmpty()
        ? List.of()
        : checkAtTheSameTime(models, config, catalog.get(), cancellation);
  }

  /** Checks one agent. */
  List<Check> check(
      AgentChoice choice, RunConfig config, ModelCatalog catalog, Cancellation cancellation) {
    return checkAtTheSameTime(
        Map.of(canonical(choice.provider()), Set.of(choice.model())),
        config,
        catalog,
        cancellation);
  }

  private Finding unknown(String name) {
    String broken =
        plugins.broken().stream()
            .map(plugin -> "; the plugin %s cannot be used".formatted(plugin.name()))
            .collect(Collectors.joining());
    return Finding.fail(
        "provider_known",
        "there is no agent provider '%s'%s".formatted(name, broken),
        hint(plugins));
  }

  static String hint(PluginCatalog plugins) {
    return "the providers here are %s; one of a plugin needs the --plugin-path that it is found by"
        .formatted(
            String.join(", ", plugins.agentProviders().stream().map(AgentProvider::name).toList()));
  }

  /** Checks all providers there are, as for a pipeline that asks each for a model of its choice. */
  List<Check> checkAll(RunConfig config, Cancellation cancellation) {
    return checkAtTheSameTime(
        plugins.agentProviders().stream()
            .collect(Collectors.toMap(AgentProvider::name, _ -> Set.of(""))),
        config.with(config.llm().allowingShims()),
        new ModelCatalog(Map.of()), // no model is named
        cancellation);
  }

  /**
   * Returns whether a provider's program is there. One that the configuration replaces is: whether
   * it may run is asked elsewhere, and it is not run before.
   */
  boolean isInstalled(String name, RunConfig config, Cancellation cancellation) {
    OneProvider one = new OneProvider(name, config, new ModelCatalog(Map.of()), cancellation);
    return config.llm().provider(name).executable().isPresent()
        || plugins
            .agentProvider(name)
            .filter(provider ->
                one.probe(provider).stream()
                    .noneMatch(finding ->
                        finding.check().equals("executable")
                            && finding.level() == Finding.Level.FAIL))
            .isPresent();
  }

  private String canonical(String name) {
    return plugins.agentProvider(name).map(AgentProvider::name).orElse(name);
  }

  /** Asks all programs at the same time: some take seconds to answer. */
  private List<Check> checkAtTheSameTime(
      Map<String, Set<String>> models,
      RunConfig config,
      ModelCatalog catalog,
      Cancellation cancellation) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<List<Check>>> answers =
          models.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(e -> {
                OneProvider provider = new OneProvider(e.getKey(), config, catalog, cancellation);
                return CompletableFuture.supplyAsync(() -> provider.check(e.getValue()), threads);
              })
              .toList();
      return answers.stream().flatMap(answer -> answer.join().stream()).toList();
    }
  }

  private final class OneProvider {
    private final String name;
    private final RunConfig config;
    private final ModelCatalog catalog;
    private final Cancellation cancellation;

    OneProvider(String name, RunConfig config, ModelCatalog catalog, Cancellation cancellation) {
      this.catalog = catalog;
      this.name = name;
      this.config = config;
      this.cancellation = cancellation;
    }

    private LlmConfig llm() {
      return config.llm();
    }

    /** What fails keeps the rest from being tried: a program that may not run is not run. */
    List<Check> check(Set<String> models) {
      List<Finding> findings = new ArrayList<>(policy());
      findings.addAll(variables());
      if (isFine(findings)) {
        findings.addAll(
            plugins.agentProvider(name).map(this::probe).orElseGet(() -> List.of(unknown(name))));
      }
      findings.addAll(models(models));
      if (isFine(findings)) {
        findings.addAll(answers(models));
      }
      return findings.stream().map(finding -> new Check(name, finding)).toList();
    }

    private static boolean isFine(List<Finding> findings) {
      return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.FAIL);
    }

    private List<Finding> policy() {
      return llm()
          .provider(name)
          .executable()
          .map(executable -> List.of(policy(executable)))
          .orElse(List.of());
    }

    private Finding policy(String executable) {
      String what = "the program of %s is replaced by %s".formatted(name, executable);
      if (llm().profile() == CliProfile.REAL) {
        return Finding.fail(
            "cli_profile",
            what + ", but llm.cli_profile is real",
            "remove llm.providers.%s.executable; in a test write llm.cli_profile: test_shim"
                .formatted(name));
      }
      return llm().shimsAllowed()
          ? Finding.warn("cli_profile", what + ": this is a test", "")
          : Finding.fail("cli_profile", what + " for a test", "allow it with --allow-test-shim");
    }

    private List<Finding> variables() {
      return llm().missing(name, host.variables()).stream()
          .map(variable ->
              Finding.fail(
                  "env",
                  "llm.providers.%s.env refers to %s, which is not set".formatted(name, variable),
                  "set it before you start Attractor"))
          .toList();
    }

    private List<Finding> probe(AgentProvider provider) {
      ProviderSettings settings = llm().provider(name, host.variables());
      try {
        return provider
            .probe(
                settings,
                new Probe(processes, memory, cancellation, host.directory(), host.variables()))
            .stream()
            .map(Objects::requireNonNull)
            .toList();
      } catch (Throwable e) {
        if (!PluginDefect.isOne(e)) {
          throw e;
        }
        return List.of(
            Finding.fail(
                "provider_probe",
                "the provider %s has a defect: %s".formatted(name, e),
                "tell its author, or use another provider"));
      }
    }

    /** A model may be newer than the catalog, so an unknown one is a doubt, not a failure. */
    private List<Finding> models(Set<String> models) {
      if (!AgentChoice.USUAL.contains(name) || models.stream().allMatch(String::isEmpty)) {
        return List.of();
      }
      Set<String> known = catalog.names();
      return models.stream()
          .filter(model -> !model.isEmpty())
          .map(model ->
              known.contains(model)
                  ? Finding.pass("model_known", "the catalog knows " + model)
                  : Finding.warn(
                      "model_known",
                      "the catalog does not know the model " + model,
                      "check its name; a model newer than the catalog is fine"))
          .toList();
    }

    private List<Finding> answers(Set<String> models) {
      return config
          .promptProbe()
          .flatMap(limit ->
              plugins
                  .agentProvider(name)
                  .map(provider ->
                      models.stream()
                          .map(
                              model -> promptProbe.ask(provider, model, llm(), limit, cancellation))
                          .toList()))
          .orElse(List.of());
    }
  }

  /** Returns a warning for each plugin that cannot be used. */
  List<Check> brokenPlugins() {
    return plugins.broken().stream().map(plugin -> new Check("", broken(plugin))).toList();
  }

  private static Finding broken(Plugin plugin) {
    return Finding.warn(
        "plugin",
        "the plugin %s cannot be used: %s".formatted(plugin.name(), plugin.trouble().orElse("")),
        "update or remove " + plugin.origin());
  }
}
