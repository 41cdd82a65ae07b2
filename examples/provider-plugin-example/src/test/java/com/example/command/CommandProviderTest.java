package com.example.command;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.testkit.plugin.AgentProviderContract;
import dev.attractor.testkit.plugin.Scene;
import java.nio.file.Path;
import java.util.Map;

/** The provider keeps what every provider promises. */
class CommandProviderTest extends AgentProviderContract {
  @Override
  protected AgentProvider provider() {
    return new CommandProvider();
  }

  @Override
  protected ProviderSettings playing(Scene scene, Path folder) {
    return ProviderSettings.NONE;
  }

  @Override
  protected Map<String, String> attributes(Scene scene) {
    return Map.of(
        CommandProvider.ATTRIBUTE,
        switch (scene) {
          case Scene.Says(String text) -> "echo '%s'".formatted(text);
          case Scene.RepeatsTheLastWord _ -> "awk 'END {print $NF}'";
          case Scene.Writes(String file, String content) ->
              "printf '%%s' '%s' >'%s'".formatted(content, file);
          case Scene.Fails(FailureClass failureClass) ->
              failureClass == FailureClass.TRANSIENT_INFRA ? "exit 75" : "exit 1";
          case Scene.Hangs _ -> "sleep 1000";
          case Scene.Floods(int lines) ->
              "awk 'BEGIN {for (i = 0; i < %d; i++) printf(\"%%01000d\\n\", i)}'".formatted(lines);
        });
  }
}
