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
import dev.attractor.ports.spi.Finding;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out before anything is made whether a run could work. */
public final class Preflight {
  private final AgentChecks agents;

  @Inject
  Preflight(AgentChecks agents) {
    this.agents = agents;
  }

  /**
   * Checks everything that this pipeline needs.
   *
   * @param catalog the models that the run will know
   * @param shimsAllowed whether the person at the command line lets programs of agents be replaced
   */
  public PreflightReport check(
      ValidPipeline pipeline,
      RunConfig config,
      RunCatalog.Chosen catalog,
      boolean shimsAllowed,
      Cancellation cancellation) {
    List<Check> checks = new ArrayList<>();
    answers(pipeline, config.people()).forEach(finding -> checks.add(new Check("", finding)));
    checks.addAll(agents.brokenPlugins());
    checks.addAll(
        agents.check(
            graphs(pipeline).toList(), config, catalog.models(), shimsAllowed, cancellation));
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
                          .filter(node -> node.id().equals(nodeId))
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
