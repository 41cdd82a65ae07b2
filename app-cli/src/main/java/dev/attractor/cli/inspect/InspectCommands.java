package dev.attractor.cli.inspect;

import dev.attractor.cli.terminal.Commands;
import java.util.List;

/** Commands that look at runs. */
public final class InspectCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of(
            "status", "Tells how a run stands; by default the newest one.", StatusCommand::new),
        Entry.of(
            "list",
            "Lists the runs of this machine, the newest first; running ones, too.",
            ListCommand::new),
        Entry.of(
            "logs",
            "Prints what a run and its branches have done so far, as people read it.",
            LogsCommand::new),
        Entry.of(
            "diff",
            "Prints what a run has changed, or what one stage did when it last ran.",
            DiffCommand::new),
        Entry.of(
            "explain",
            "Tells for each decision of a run which rule applied and what lost.",
            ExplainCommand::new),
        Entry.of(
            "replay",
            "Folds the journal of a run and verifies every decision.",
            ReplayCommand::new),
        Entry.of("report", "Tells what became of a run, and why that counts.", ReportCommand::new));
  }
}
