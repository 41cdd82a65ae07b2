package dev.attractor.engine.preflight;

import dev.attractor.engine.agent.AgentChoice;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.PreflightReport.Check;
import dev.attractor.ports.usecase.RunObserver;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Chooses an agent for work outside of runs, as a run would, and finds out whether it could. */
public final class AgentAtHand {
  private final AgentChecks agents;
  private final DefaultProvider defaults;
  private final RunCatalog catalogs;

  @Inject
  AgentAtHand(AgentChecks agents, DefaultProvider defaults, RunCatalog catalogs) {
    this.agents = agents;
    this.defaults = defaults;
    this.catalogs = catalogs;
  }

  /** Who was chosen, and what was found of it. */
  public record Chosen(PreflightReport report, AgentChoice choice) {}

  /**
   * Chooses and checks.
   *
   * @param provider name or alias; empty for whoever works on stages that name nobody
   * @param model empty for the provider's own choice
   * @param observer is told of a choice that a person may not expect
   * @throws dev.attractor.ports.AttractorException when the model catalog that the configuration
   *     names is missing or none
   */
  public Chosen choose(
      Optional<String> provider,
      String model,
      RunConfig config,
      RunObserver observer,
      Cancellation cancellation) {
    LlmConfig llm =
        provider
            .map(config.llm()::withDefaultProvider)
            .orElseGet(() -> defaults.complete(config, observer, cancellation).llm());
    AgentChoice choice = new AgentChoice(llm.defaultProvider().orElseThrow(), model);
    RunCatalog.Chosen catalog = catalogs.choose(config.catalog());
    List<Check> checks = new ArrayList<>(agents.brokenPlugins());
    checks.addAll(agents.check(choice, config, catalog.models().get(), cancellation));
    catalog.finding().ifPresent(finding -> checks.add(new Check("", finding)));
    return new Chosen(new PreflightReport(checks), choice);
  }
}
