package dev.attractor.cli.control;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.usecase.MergeRuns;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attractor merge}. */
@Command(
    description = {
      "Merges a run that has succeeded into the branch it began from, which has to be checked out.",
      "Shows what would change first, and does it when you say so."
    })
final class MergeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(names = "--squash", description = "One commit for the whole run, without its stages'.")
  private boolean squash;

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "The message of the commit; by default it names the run and its stages.")
  private @Nullable String message;

  @Option(names = "--yes", description = "Does it. Without it, a person at the terminal is asked.")
  private boolean yes;

  MergeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    Path location = app.inspectRuns().find(run.text());
    MergeRuns.Proposal proposal = app.mergeRuns().propose(location, Optional.ofNullable(message));
    terminal.err().printf("%s into %s:%n", proposal.runBranch(), proposal.into());
    terminal
        .err()
        .println(proposal.summary().isEmpty() ? "  no file would change" : proposal.summary());
    terminal.err().flush();
    if (!isWanted()) {
      throw AttractorException.usage(
          "nothing was merged, since nobody has said so", "say it with --yes");
    }
    String commit = app.mergeRuns().merge(location, Optional.ofNullable(message), squash);
    terminal.fields().line("run_id", proposal.runId().text());
    terminal.fields().line("merged_into", proposal.into());
    terminal.fields().line("commit", commit);
    return ExitCode.SUCCESS.code();
  }

  private boolean isWanted() {
    return yes || (terminal.somebodyTypes().getAsBoolean() && terminal.agrees("merge it?"));
  }
}
