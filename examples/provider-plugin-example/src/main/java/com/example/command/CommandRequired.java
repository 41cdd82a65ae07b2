package com.example.command;

import dev.attractor.ports.spi.graph.Graph;
import dev.attractor.ports.spi.graph.GraphFinding;
import dev.attractor.ports.spi.graph.GraphRule;
import java.util.List;

/** Finds stages of this provider that do not say what to run, before the run instead of in it. */
final class CommandRequired implements GraphRule {
  @Override
  public String id() {
    return "agent_command_required";
  }

  @Override
  public List<GraphFinding> check(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> "command".equals(node.attributes().get("llm_provider")))
        .filter(node -> node.attributes().getOrDefault(CommandProvider.ATTRIBUTE, "").isBlank())
        .map(node ->
            new GraphFinding(
                GraphFinding.Severity.ERROR,
                node,
                node.id() + " has no command to run",
                "add agent_command=\"...\""))
        .toList();
  }
}
