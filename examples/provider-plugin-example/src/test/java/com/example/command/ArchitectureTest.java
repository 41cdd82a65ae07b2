package com.example.command;

import dev.attractor.testkit.plugin.PluginArchitecture;
import org.junit.jupiter.api.Test;

/** The plugin uses the SPI only, and keeps no state. */
class ArchitectureTest {
  @Test
  void theRulesForPlugins() {
    PluginArchitecture.check("com.example.command");
  }
}
