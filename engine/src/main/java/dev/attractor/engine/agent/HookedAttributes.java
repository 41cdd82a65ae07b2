package dev.attractor.engine.agent;

import dev.attractor.domain.pipeline.Attributes;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.ToolHooks;
import dev.attractor.ports.stage.StageRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands around an agent's tool calls: those of its node, else those of the graph. */
final class HookedAttributes {
  private HookedAttributes() {}

  /** Returns what the node says, and what the graph says of hooks where the node does not. */
  static Map<String, String> of(StageRequest request) {
    Attributes graph = request.pipeline().attributes();
    Map<String, String> attributes = new LinkedHashMap<>(request.node().attributes().values());
    for (String hook : List.of(ToolHooks.PRE, ToolHooks.POST)) {
      if (graph.has(hook)) {
        attributes.putIfAbsent(hook, graph.text(hook));
      }
    }
    return attributes;
  }

  /** Returns what to say where the agent that has come to work runs no such commands. */
  static Optional<String> warning(AgentTask task, AgentProvider provider) {
    return task.toolHooks().isEmpty() || provider.honoursToolHooks()
        ? Optional.empty()
        : Optional.of(
            "%s runs no tool hooks: nothing is guarded or logged while it works on %s"
                .formatted(provider.name(), task.nodeId()));
  }
}
