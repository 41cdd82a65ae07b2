package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.Commands;
import java.util.List;

/** Commands that look at pipelines. */
public final class PipelineCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of(
            "init",
            "Writes a commented pipeline to begin with, and its cases for attractor test.",
            InitCommand::new),
        Entry.of(
            "ingest",
            "Has an agent write a pipeline, and mend what is found in it.",
            IngestCommand::new),
        Entry.of("validate", "Checks pipelines without running them.", ValidateCommand::new),
        Entry.of("fmt", "Lays pipelines out in the one usual way, in place.", FmtCommand::new),
        Entry.of(
            "graph", "Prints a pipeline resolved, or draws it or a run of it.", GraphCommand::new),
        Entry.of("check", "Tells what can happen in any run of a pipeline.", CheckCommand::new),
        Entry.of(
            "simulate",
            "Drives the real planner with invented outcomes, without effects.",
            SimulateCommand::new),
        Entry.of(
            "test",
            "Tests pipelines with the cases in FILE.tests.yaml beside each.",
            TestCommand::new));
  }
}
