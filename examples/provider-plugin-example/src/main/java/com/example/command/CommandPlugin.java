package com.example.command;

import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.ports.spi.graph.GraphRule;
import java.util.List;

/** What Attractor finds; its name stands in META-INF/services. */
public final class CommandPlugin implements AttractorPlugin {
  @Override
  public String name() {
    return "command";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<AgentProvider> agentProviders() {
    return List.of(new CommandProvider());
  }

  @Override
  public List<GraphRule> lintRules() {
    return List.of(new CommandRequired());
  }
}
