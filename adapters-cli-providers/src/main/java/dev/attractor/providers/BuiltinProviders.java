package dev.attractor.providers;

import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AttractorPlugin;
import dev.attractor.providers.claude.ClaudeCli;
import dev.attractor.providers.cli.CliAgent;
import dev.attractor.providers.codex.CodexCli;
import dev.attractor.providers.gemini.GeminiCli;
import dev.attractor.providers.scripted.ScriptedAgent;
import java.util.List;

/** The built-in providers as a plugin like any other. */
public final class BuiltinProviders implements AttractorPlugin {
  @Override
  public String name() {
    return "builtin";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<AgentProvider> agentProviders() {
    return List.of(
        new CliAgent(new ClaudeCli()),
        new CliAgent(new CodexCli()),
        new CliAgent(new GeminiCli()),
        new ScriptedAgent());
  }
}
