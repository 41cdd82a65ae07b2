package dev.attractor.domain.prompt;

import java.util.Map;

/** What every agent is told before its own prompt (SEMANTICS §8). */
public final class Preamble {
  private static final int LONGEST_VALUE = 2_000;

  private Preamble() {}

  /**
   * Returns the opening of a prompt: where the agent works, how it reports, and how the run stands.
   *
   * @param statusPath where the status file goes
   * @param context what the run's context holds
   */
  public static String of(
      String nodeId, String goal, String worktree, String statusPath, Map<String, String> context) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        You are one stage, "%s", of an automated pipeline. Nobody can answer questions while you work.

        ## Where you work
        Work in %s. Change nothing outside this folder, and do not commit: the pipeline commits.

        ## How you report
        When you are done, write a JSON file to %s (or, if you cannot write there, to status.json in
        the folder you work in):
        {"status": "success"}
        or {"status": "fail", "failure_reason": "why"}
        or {"status": "retry", "failure_reason": "why another try may help"}.
        You may add "preferred_label", "suggested_next_ids", "context_updates" and "notes".
        """
            .formatted(nodeId, worktree, statusPath));
    if (!goal.isBlank()) {
      out.append("\n## The goal of the whole pipeline\n").append(goal).append('\n');
    }
    section(out, "The stage before", context.getOrDefault("last_stage", ""));
    section(out, "How it ended", context.getOrDefault("outcome", ""));
    section(out, "Why it failed", context.getOrDefault("failure_reason", ""));
    section(out, "What the last agent said", context.getOrDefault("last_response", ""));
    section(out, "What the last command printed", context.getOrDefault("tool.output", ""));
    return out.toString();
  }

  private static void section(StringBuilder out, String title, String text) {
    if (!text.isBlank()) {
      String shown =
          text.length() <= LONGEST_VALUE ? text : text.substring(text.length() - LONGEST_VALUE);
      out.append("\n## ").append(title).append('\n').append(shown).append('\n');
    }
  }
}
