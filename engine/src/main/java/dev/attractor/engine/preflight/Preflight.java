package dev.attractor.engine.preflight;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.human.Choice;
import dev.attractor.domain.human.HumanGate;
import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.PreflightReport.Check;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.usecase.RunObserver;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out before anything is made whether a run could work. */
public final class Preflight {
  private final AgentChecks agents;
  private final DefaultProvider defaults;
  private final RunCatalog catalogs;
  private final GitCheck git;

  @Inject
  Preflight(AgentChecks agents, DefaultProvider defaults, RunCatalog catalogs, GitCheck git) {
    this.agents = agents;
    this.defaults = defaults;
    this.catalogs = catalogs;
    this.git = git;
  }

  /**
   * What was found before a run.
   *
   * @param config with all that is chosen once and kept with the run
   * @param catalog the text of the model catalog that the run keeps
   */
  public record Ready(PreflightReport report, RunConfig config, String catalog) {}

  /**
   * Checks everything that a new run of this pipeline needs.
   *
   * @param observer is told of choices that a person may not expect
   * @throws AttractorException when the model catalog that the configuration names is missing or
   *     none
   */
  public Ready of(
      ValidPipeline pipeline, RunConfig asked, RunObserver observer, Cancellation cancellation) {
    RunConfig config = defaults.complete(asked, pipeline, observer, cancellation);
    RunCatalog.Chosen catalog = catalogs.choose(config.catalog());
    return new Ready(check(pipeline, config, catalog, cancellation), config, catalog.text());
  }

  /** Checks what a run needs to go on. */
  public PreflightReport again(ValidPipeline pipeline, RunFolder run, Cancellation cancellation) {
    return check(pipeline, run.config(), catalogs.keptBy(run.catalog()), cancellation);
  }

  private PreflightReport check(
      ValidPipeline pipeline,
      RunConfig config,
      RunCatalog.Chosen catalog,
      Cancellation cancellation) {
    List<Check> checks = new ArrayList<>();
    checks.add(git.check());
    answers(pipeline, config.people()).forEach(finding -> checks.add(new Check("", finding)));
    checks.addAll(agents.brokenPlugins());
    checks.addAll(agents.check(graphs(pipeline).toList(), config, catalog.models(), cancellation));
    catalog.finding().ifPresent(finding -> checks.add(new Check("", finding)));
    return new PreflightReport(checks);
  }

  /** A word that answers nothing would be noticed in the middle of the night. */
  private static List<Finding> answers(ValidPipeline pipeline, PeopleConfig people) {
    List<Finding> findings = new ArrayList<>();
    people
        .answers()
        .forEach((nodeId, words) -> {
          List<HumanGate> gates =
              graphs(pipeline)
                  .flatMap(graph ->
                      graph.nodesOf(NodeKind.HUMAN).stream()
                          .filter(node -> node.id().value().equals(nodeId))
                          .map(node -> HumanGate.of(graph, node)))
                  .toList();
          if (gates.isEmpty()) {
            findings.add(
                Finding.fail(
                    "answers",
                    "there is an answer for %s, which asks nobody".formatted(nodeId),
                    "name a node with shape=hexagon"));
          }
          for (HumanGate gate : gates) {
            words.stream()
                .filter(word -> gate.choiceOf(word).isEmpty())
                .map(word ->
                    Finding.fail(
                        "answers",
                        "'%s' is no choice of %s".formatted(word, nodeId),
                        "choose among: "
                            + gate.choices().stream()
                                .map(Choice::label)
                                .collect(Collectors.joining(", "))))
                .forEach(findings::add);
          }
        });
    return findings;
  }

  /** The graph and those of the parts. */
  static Stream<Pipeline> graphs(ValidPipeline pipeline) {
    return Stream.concat(
        Stream.of(pipeline.graph()),
        pipeline.parts().stream().flatMap(part -> graphs(part.pipeline())));
  }
}
