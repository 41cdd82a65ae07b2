package dev.attractor.engine.preflight;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.Node;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.engine.stage.AgentChoice;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.Problem;
import dev.attractor.ports.catalog.ModelCatalogSource;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.plugins.Plugin;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProbeMemory;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.PreflightReport.Check;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.stage.StageHandler;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out before anything is made whether a run could work. */
public final class Preflight {
  private static final Duration CATALOG_LIMIT = Duration.ofSeconds(5);
  private static final Set<NodeKind> WITHOUT_HANDLER =
      EnumSet.of(
          NodeKind.START,
          NodeKind.EXIT,
          NodeKind.CONDITIONAL,
          NodeKind.PARALLEL,
          NodeKind.PIPELINE);

  private final Set<StageHandler> handlers;
  private final PluginCatalog plugins;
  private final ProcessSupervisor processes;
  private final ProbeMemory memory;
  private final ModelCatalogSource catalog;
  private final HostEnvironment host;

  @Inject
  Preflight(
      Set<StageHandler> handlers,
      PluginCatalog plugins,
      ProcessSupervisor processes,
      ProbeMemory memory,
      ModelCatalogSource catalog,
      HostEnvironment host) {
    this.handlers = handlers;
    this.plugins = plugins;
    this.processes = processes;
    this.memory = memory;
    this.catalog = catalog;
    this.host = host;
  }

  /** Checks everything that this pipeline needs. */
  public PreflightReport check(
      ValidPipeline pipeline, RunConfig config, Cancellation cancellation) {
    List<Check> checks = new ArrayList<>();
    kinds(pipeline).forEach(finding -> checks.add(new Check("", finding)));
    plugins.broken().forEach(plugin -> checks.add(new Check("", broken(plugin))));
    checks.addAll(agents(providerNames(pipeline), config, cancellation));
    config.modelCatalog().ifPresent(uri -> checks.add(new Check("", catalog(uri))));
    return new PreflightReport(checks);
  }

  /** Asks all programs at the same time: some take seconds to answer. */
  private List<Check> agents(Set<String> names, RunConfig config, Cancellation cancellation) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<List<Check>>> answers =
          names.stream()
              .map(name ->
                  CompletableFuture.supplyAsync(() -> agent(name, config, cancellation), threads))
              .toList();
      return answers.stream().flatMap(answer -> answer.join().stream()).toList();
    }
  }

  private List<Check> agent(String name, RunConfig config, Cancellation cancellation) {
    Optional<AgentProvider> provider = plugins.agentProvider(name);
    return provider
        .map(found -> probe(found, config, cancellation))
        .orElseGet(() -> List.of(unknown(name)))
        .stream()
        .map(finding -> new Check(provider.map(AgentProvider::name).orElse(name), finding))
        .toList();
  }

  private List<Finding> kinds(ValidPipeline pipeline) {
    Set<NodeKind> able = EnumSet.copyOf(WITHOUT_HANDLER);
    handlers.forEach(handler -> able.add(handler.kind()));
    List<Finding> findings =
        new ArrayList<>(
            graphs(pipeline)
                .flatMap(graph -> graph.nodes().stream())
                .filter(node -> !able.contains(node.kind()))
                .map(node ->
                    Finding.fail(
                        "stage_kind",
                        "this version cannot run stages of type %s, such as %s"
                            .formatted(node.type(), node.id()),
                        "take it out of the pipeline, or use a version that can"))
                .toList());
    graphs(pipeline)
        .flatMap(graph ->
            graph.nodesOf(NodeKind.PARALLEL).stream()
                .filter(node -> FanOut.joinOf(graph, node.id()).isEmpty()))
        .map(node ->
            Finding.fail(
                "fan_out_joined",
                "the branches of %s never meet in one fan-in".formatted(node.id()),
                "lead all of them to the same node with shape=tripleoctagon"))
        .forEach(findings::add);
    if (findings.isEmpty()) {
      findings.add(Finding.pass("stage_kind", "all stages are of types this version can run"));
    }
    return findings;
  }

  /** The graph and those of the parts. */
  private static Stream<Pipeline> graphs(ValidPipeline pipeline) {
    return Stream.concat(
        Stream.of(pipeline.graph()),
        pipeline.parts().stream().flatMap(part -> graphs(part.pipeline())));
  }

  private static Set<String> providerNames(ValidPipeline pipeline) {
    Set<String> names = new TreeSet<>();
    graphs(pipeline)
        .forEach(graph ->
            graph.nodes().stream()
                .filter(Preflight::asksAnAgent)
                .forEach(node -> names.add(AgentChoice.of(graph, node).provider())));
    return names;
  }

  private static boolean asksAnAgent(Node node) {
    return node.kind() == NodeKind.AGENT
        || (node.kind() == NodeKind.FAN_IN && !node.attributes().text("prompt").isBlank());
  }

  private List<Finding> probe(AgentProvider provider, RunConfig config, Cancellation cancellation) {
    ProbeRuntime runtime =
        new Probe(processes, memory, cancellation, host.directory(), host.variables());
    try {
      return provider.probe(config.provider(provider.name()), runtime);
    } catch (RuntimeException | LinkageError e) {
      return List.of(
          Finding.fail(
              "provider_probe",
              "the provider %s has a defect: %s".formatted(provider.name(), e),
              "tell its author, or use another provider"));
    }
  }

  private Finding unknown(String name) {
    String broken =
        plugins.broken().stream()
            .map(plugin -> "; the plugin %s cannot be used".formatted(plugin.name()))
            .collect(Collectors.joining());
    return Finding.fail(
        "provider_known",
        "there is no agent provider '%s'%s".formatted(name, broken),
        "the providers here are "
            + String.join(
                ", ", plugins.agentProviders().stream().map(AgentProvider::name).toList()));
  }

  private static Finding broken(Plugin plugin) {
    return Finding.warn(
        "plugin",
        "the plugin %s cannot be used: %s".formatted(plugin.name(), plugin.trouble().orElse("")),
        "update or remove " + plugin.origin());
  }

  private Finding catalog(URI location) {
    try {
      return Finding.pass(
          "model_catalog",
          "the model catalog has %d characters"
              .formatted(catalog.fetch(location, CATALOG_LIMIT).length()));
    } catch (Problem e) {
      return Finding.warn("model_catalog", String.valueOf(e.getMessage()), e.hint());
    }
  }
}
