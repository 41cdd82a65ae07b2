package dev.attractor.domain.prompt;

import dev.attractor.domain.fidelity.Fidelity;
import dev.attractor.domain.pipeline.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What every agent is told before its own prompt (SEMANTICS §8). */
public final class Preamble {
  private static final String CUT = "… (cut)";
  private static final int LONGEST_VALUE = 2_000;

  /** Characters of what agents are told while the run goes on. */
  private static final int MOST_TOLD = 20_000;

  private Preamble() {}

  /**
   * One finished stage, as it is told.
   *
   * @param status the outcome word
   * @param detail why it failed, or its notes; may be empty
   */
  public record Past(NodeId nodeId, String status, String detail) {}

  /**
   * What an agent, or a branch, said.
   *
   * @param nodeId whose words they are
   * @param text at least as much of it as may be carried
   * @param file where the whole is; empty when no more is left than the text
   */
  public record Said(String nodeId, String text, String file) {}

  /**
   * What there is to tell.
   *
   * @param visit how often the run has entered the node, this time included
   * @param attempt the try within the visit
   * @param statusPath where the status file goes
   * @param past the finished stages, oldest first
   * @param context what the run's context holds
   * @param said what the last agent said; nothing when none has worked yet
   * @param evidence the files that tell how the stage before has failed
   * @param branches what the branches said that have come together since the last agent
   * @param told what agents were told while the run went on, the latest last
   */
  public record Facts(
      NodeId nodeId,
      int visit,
      int attempt,
      String runId,
      String goal,
      String worktree,
      String statusPath,
      List<Past> past,
      Map<String, String> context,
      Optional<Said> said,
      List<String> evidence,
      List<Said> branches,
      List<String> told) {
    public Facts {
      branches = List.copyOf(branches);
      told = List.copyOf(told);
      past = List.copyOf(past);
      context = Map.copyOf(context);
      evidence = List.copyOf(evidence);
    }
  }

  /** Returns the opening of a prompt: where the agent works, how it reports, how the run stands. */
  public static String of(Fidelity fidelity, Facts facts) {
    String contract =
        """
        You are one stage, "%s" (visit %d, attempt %d), of an automated pipeline. Nobody can answer
        questions while you work.

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
            .formatted(facts.nodeId, facts.visit, facts.attempt, facts.worktree, facts.statusPath);
    String opening = contract + told(facts.told);
    String carried = carried(fidelity, facts);
    return carried.isEmpty() ? opening : opening + "\n" + carried;
  }

  /**
   * Returns what is carried of the run so far: at most the budget of the mode. A session that goes
   * on has heard everything but what branches said, which worked in sessions of their own.
   */
  static String carried(Fidelity fidelity, Facts facts) {
    Budget out = new Budget(fidelity.budget());
    switch (fidelity) {
      case FULL -> {
        Budget ofBranches = new Budget(Fidelity.COMPACT.budget());
        branches(ofBranches, facts);
        return ofBranches.text();
      }
      case TRUNCATE -> {
        goal(out, facts);
        branches(out, facts);
      }
      case COMPACT -> {
        goal(out, facts);
        last(out, facts);
        stages(out, facts, 12, false);
      }
      case SUMMARY_LOW -> {
        goal(out, facts);
        last(out, facts);
        stages(out, facts, 5, true);
      }
      case SUMMARY_MEDIUM -> {
        goal(out, facts);
        last(out, facts);
        stages(out, facts, 15, true);
        context(out, facts);
      }
      case SUMMARY_HIGH -> {
        goal(out, facts);
        last(out, facts);
        stages(out, facts, Integer.MAX_VALUE, true);
        context(out, facts);
      }
    }
    return out.text();
  }

  private static void goal(Budget out, Facts facts) {
    out.section("The goal of the whole pipeline", facts.goal);
    out.section("Run", facts.runId);
  }

  /** It has room of its own: what a person says is said to be read. Of very much, the latest is. */
  private static String told(List<String> told) {
    int room = MOST_TOLD;
    List<String> shown = new ArrayList<>();
    for (String text : told.reversed()) {
      room -= text.length();
      if (room < 0 && !shown.isEmpty()) {
        shown.addFirst(
            "(what was said before that, %d times, is in the journal of the run: steered)"
                .formatted(told.size() - shown.size()));
        break;
      }
      shown.addFirst("- " + text.strip());
    }
    return shown.isEmpty()
        ? ""
        : "\n## What you have been told since the run began\n%s\n"
            .formatted(String.join("\n", shown));
  }

  /**
   * Each has its share of half the budget, and says where the whole is; where they are too many for
   * that, it is said once for all, and what they are called.
   */
  private static void branches(Budget out, Facts facts) {
    if (facts.branches.isEmpty()) {
      return;
    }
    int share = out.most / 2 / facts.branches.size();
    int heading = facts.branches.stream().mapToInt(said -> heading(said).length()).max().orElse(0);
    out.section(
        "What the branches said",
        heading <= share
            ? facts.branches.stream()
                .map(said -> "%s\n%s".formatted(heading(said), beginning(said.text.strip(), share)))
                .collect(Collectors.joining("\n"))
            : "%s\n%s"
                .formatted(
                    facts.branches.stream()
                        .map(said -> said.file)
                        .filter(file -> !file.isEmpty())
                        .findFirst()
                        .map(file ->
                            "What each said is in %s/<name>.md:"
                                .formatted(file.substring(0, file.lastIndexOf('/'))))
                        .orElse(""),
                    facts.branches.stream().map(Said::nodeId).collect(Collectors.joining(", "))));
  }

  private static String heading(Said said) {
    return said.file.isEmpty()
        ? "### %s (no more of it is left)".formatted(said.nodeId)
        : "### %s (the whole is in %s)".formatted(said.nodeId, said.file);
  }

  private static void last(Budget out, Facts facts) {
    Map<String, String> context = facts.context;
    out.section("The stage before", context.getOrDefault("last_stage", ""));
    out.section("How it ended", context.getOrDefault("outcome", ""));
    out.section("Why it failed", context.getOrDefault("failure_reason", ""));
    out.section("Where to see why", String.join("\n", facts.evidence));
    branches(out, facts);
    facts.said.ifPresentOrElse(
        said ->
            out.section(
                "What the last agent said (%s; the whole is in %s)"
                    .formatted(said.nodeId, said.file),
                beginning(said.text, out.most / 2)),
        () -> out.section("What the last agent said", context.getOrDefault("last_response", "")));
    out.section("What the last command printed", tail(context.getOrDefault("tool.output", "")));
  }

  private static String beginning(String text, int most) {
    return text.length() <= most ? text : text.substring(0, Math.max(0, most - CUT.length())) + CUT;
  }

  private static String tail(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(text.length() - LONGEST_VALUE);
  }

  private static void stages(Budget out, Facts facts, int newest, boolean details) {
    List<Past> shown =
        facts.past.subList(Math.max(0, facts.past.size() - newest), facts.past.size());
    out.section(
        "Stages so far, the newest last",
        shown.stream()
            .map(past ->
                "- %s: %s%s"
                    .formatted(
                        past.nodeId,
                        past.status,
                        details && !past.detail.isBlank() ? " (" + past.detail.strip() + ")" : ""))
            .collect(Collectors.joining("\n")));
  }

  private static void context(Budget out, Facts facts) {
    out.section(
        "Context",
        facts.context.entrySet().stream()
            .filter(e -> !e.getKey().startsWith("internal.") && !e.getKey().startsWith("graph."))
            .filter(e -> !e.getKey().equals("tool.output"))
            .sorted(Map.Entry.comparingByKey())
            .map(e -> "- %s: %s".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining("\n")));
  }

  /** Text that never grows beyond a number of characters. */
  private static final class Budget {
    private final StringBuilder out = new StringBuilder();
    private final int most;

    Budget(int most) {
      this.most = most;
    }

    void section(String title, String text) {
      if (text.isBlank()) {
        return;
      }
      String whole = "## %s\n%s\n\n".formatted(title, text.strip());
      int room = most - out.length();
      if (whole.length() <= room) {
        out.append(whole);
      } else if (room > 200) { // a shorter piece says nothing
        out.append(whole, 0, room - CUT.length() - 1).append(CUT).append('\n');
      }
    }

    String text() {
      return out.toString();
    }
  }
}
