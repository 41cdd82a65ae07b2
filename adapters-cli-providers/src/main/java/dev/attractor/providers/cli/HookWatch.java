package dev.attractor.providers.cli;

import dev.attractor.domain.agent.AgentEvent;
import java.util.List;

/** Tells what a person should know of the tool hooks of a task, while the agent is at work. */
public interface HookWatch {
  /** Of a task without tool hooks. */
  HookWatch NONE =
      new HookWatch() {
        @Override
        public List<String> after(AgentEvent.ToolResult result) {
          return List.of();
        }

        @Override
        public List<String> atTheEnd() {
          return List.of();
        }
      };

  /** Returns what is new when a call has its result, so that no crash later on can hide it. */
  List<String> after(AgentEvent.ToolResult result);

  /** Returns what is still to be told when the agent's program has ended. */
  List<String> atTheEnd();
}
