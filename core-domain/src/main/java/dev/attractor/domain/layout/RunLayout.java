package dev.attractor.domain.layout;

import java.util.Set;

/**
 * The names in a run folder (SEMANTICS §10). They are a contract: other programs read them, and no
 * stage may be called like one of its folders.
 */
public final class RunLayout {
  /** What the run is. */
  public static final String MANIFEST = "manifest.json";

  /** The pipeline as it runs. */
  public static final String GRAPH = "graph.dot";

  /** The files that the pipeline refers to. */
  public static final String GRAPH_FILES = "graph_files.json";

  /** The configuration as it runs. */
  public static final String CONFIG = "run_config.json";

  /** What was checked before. */
  public static final String PREFLIGHT = "preflight_report.json";

  /** The journal, the only truth about the run. */
  public static final String JOURNAL = "progress.ndjson";

  /** The last event. */
  public static final String LIVE = "live.json";

  /** How the run stands, for people. */
  public static final String CHECKPOINT = "checkpoint.json";

  /** How the run ended. */
  public static final String FINAL = "final.json";

  /** What a detached driver prints. */
  public static final String DRIVER_LOG = "driver.log";

  /** The folder that stages work in. */
  public static final String WORKTREE = "worktree";

  /** The folder of branches. */
  public static final String PARALLEL = "parallel";

  /** A folder that is kept for later. */
  public static final String ARTIFACTS = "artifacts";

  /** The folder of the model catalog. */
  public static final String MODELDB = "modeldb";

  /** The folder of what people are asked. */
  public static final String QUESTIONS = "questions";

  /** The folder of what they answer. */
  public static final String ANSWERS = "answers";

  /** The folder of what agents keep for themselves. */
  public static final String AGENTS = "agents";

  /** What an attempt counts as, for whoever resumes the run; no stage writes it. */
  public static final String ATTEMPT_RECORD = "attempt-record.json";

  /** How a stage ended, for people, and what stages report by. */
  public static final String STATUS = "status.json";

  /** What an agent was asked. */
  public static final String PROMPT = "prompt.md";

  /** What it was told of the run so far. */
  public static final String PREAMBLE = "preamble.md";

  /** What it said last. */
  public static final String RESPONSE = "response.md";

  /** What it did. */
  public static final String EVENTS = "events.ndjson";

  /** How the program of an agent was started, and how it ended. */
  public static final String CLI_INVOCATION = "cli_invocation.json";

  /** How a command was started, and how it ended. */
  public static final String TOOL_INVOCATION = "tool_invocation.json";

  /** The context, for the programs of a stage. */
  public static final String CONTEXT = "context.json";

  /** What a program printed. */
  public static final String STDOUT = "stdout.log";

  /** What it printed as errors. */
  public static final String STDERR = "stderr.log";

  /** What a stage changed. */
  public static final String DIFF = "diff.patch";

  /** The folder of a stage that is a pipeline for the run of that. */
  public static final String PART = "run";

  /** The folder of a manager for the run that it looks after. */
  public static final String CHILD = "child";

  /** The folder of a manager for what its agent does; with {@code .ndjson}, what a run is told. */
  public static final String STEERING = "steering";

  /** A folder of a stage for what is not kept. */
  public static final String SCRATCH = "scratch";

  private static final Set<String> FOLDERS =
      Set.of(WORKTREE, PARALLEL, ARTIFACTS, MODELDB, QUESTIONS, ANSWERS, AGENTS);

  private RunLayout() {}

  /** Returns the file in the folder of a join that holds what a branch said. */
  public static String saidBy(String branch) {
    return "branches/" + branch + ".md";
  }

  /** Returns the folders beside those of stages, whose names no stage may have. */
  public static Set<String> folders() {
    return FOLDERS;
  }
}
