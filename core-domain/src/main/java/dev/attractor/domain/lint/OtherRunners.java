package dev.attractor.domain.lint;

import java.util.Map;
import java.util.Optional;

/**
 * Attributes that other runners of such pipelines read and this one does not, and what to write
 * here in their place (SEMANTICS §1).
 */
final class OtherRunners {
  private static final String MODEL_AFTER_FAILURE =
      "nothing here changes the model of a node after a failure; failover of a provider in the run"
          + " configuration names who takes over from a provider";
  private static final String RETRY_DELAYS =
      "write retry_policy=standard, aggressive, linear or patient; single delays cannot be set";
  private static final String LOOP =
      "there are no loop nodes here; lead an edge back and bound it with max_visits on the node";
  private static final String LIMIT =
      "nothing here keeps such a limit; timeout, max_visits and max_node_visits bound a run";
  private static final String FILES =
      "files are neither handed over nor checked here: stages share the worktree, and a tool stage"
          + " can check what must be there";
  private static final String DEFAULT_THREAD = "write thread_id on the graph";
  private static final String NO_SUCH_THING = "nothing here does that; remove it";

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("quorum_fraction", "write join_quorum, a number from 0 to 1"),
          Map.entry("quorum", "write join_quorum, a number from 0 to 1"),
          Map.entry("k", "write join_k"),
          Map.entry("retry_preset", "write retry_policy"),
          Map.entry("max_attempts", "write max_retries, the attempts after the first"),
          Map.entry("retries", "write max_retries, the attempts after the first"),
          Map.entry("escalation_models", MODEL_AFTER_FAILURE),
          Map.entry("retries_before_escalation", MODEL_AFTER_FAILURE),
          Map.entry("fallback_model", MODEL_AFTER_FAILURE),
          Map.entry("tool_hooks", "write tool_hooks.pre or tool_hooks.post"),
          Map.entry("max_agent_turns", "nothing here counts an agent's turns; write timeout"),
          Map.entry("max_turns", "nothing here counts an agent's turns; write timeout"),
          Map.entry("agent_tool", "write llm_provider"),
          Map.entry("agent_mode", NO_SUCH_THING),
          Map.entry("is_codergen", "shape and type say what a node is; remove it"),
          Map.entry("llm_callback", NO_SUCH_THING),
          Map.entry("model", "write llm_model"),
          Map.entry("provider", "write llm_provider"),
          Map.entry("command", "write tool_command"),
          Map.entry("language", "tool_command is run by sh; call another interpreter from it"),
          Map.entry("backend", "write llm_provider; agents are always programs of their own"),
          Map.entry("project_memory", "each agent program reads its own notes on a project"),
          Map.entry("context_thread_default", DEFAULT_THREAD),
          Map.entry("default_thread", DEFAULT_THREAD),
          Map.entry("stall_timeout", "write idle_timeout on the graph or a node"),
          Map.entry("selection", "edges are never drawn by lot; write weight or a condition"),
          Map.entry("freeform", "people choose among the edges; there is no free text"),
          Map.entry("duration", "there are no waiting stages; a tool stage can sleep"),
          Map.entry("loop_id", LOOP),
          Map.entry("loop_max", LOOP),
          Map.entry("loop_until_file_contains", LOOP),
          Map.entry("outputs", FILES),
          Map.entry("inputs", FILES),
          Map.entry("collect_browser_artifacts", NO_SUCH_THING),
          Map.entry("provenance_version", NO_SUCH_THING),
          Map.entry("verify_fidelity", NO_SUCH_THING),
          Map.entry("max_cost_usd", LIMIT),
          Map.entry("max_tokens", LIMIT),
          Map.entry("max_duration", LIMIT),
          Map.entry("retry.backoff", RETRY_DELAYS));

  private OtherRunners() {}

  /**
   * Returns what to write in place of an attribute; {@code a.b.c} is looked for as a.b and a, too.
   */
  static Optional<String> advice(String attribute) {
    String name = attribute;
    while (!ADVICE.containsKey(name)) {
      int dot = name.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      name = name.substring(0, dot);
    }
    return Optional.of(ADVICE.get(name));
  }
}
