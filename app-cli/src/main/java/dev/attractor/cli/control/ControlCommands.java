package dev.attractor.cli.control;

import dev.attractor.cli.terminal.Commands;
import java.util.List;

/** Commands that do something to runs which others drive, or which are over. */
public final class ControlCommands implements Commands {
  @Override
  public List<Entry> entries() {
    return List.of(
        Entry.of("wait", "Waits for a run and ends with its exit code.", WaitCommand::new),
        Entry.of(
            "stop",
            "Stops a run cleanly, with all that it has started; it can be resumed.",
            StopCommand::new),
        Entry.of(
            "answer", "Answers a question that a run asks, from any terminal.", AnswerCommand::new),
        Entry.of("tell", "Tells the agents of a run something while it goes on.", TellCommand::new),
        Entry.of(
            "merge",
            "Merges a run that has succeeded into the branch it began from.",
            MergeCommand::new),
        Entry.of(
            "clean",
            "Removes the folders, work trees and refs of old runs that are over.",
            CleanCommand::new));
  }
}
