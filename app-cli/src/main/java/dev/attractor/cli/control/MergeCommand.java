package dev.attractor.cli.control;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.usecase.MergeRuns;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor merge}. */
final class MergeCommand implements ProgramCommand {
  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private boolean squash;
  private @Nullable String message;
  private boolean yes;

  MergeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Merges a run that has succeeded into the branch it began from, which has to be checked out.",
            "Shows what would change first, and does it when you say so.")
        .with(run::addTo)
        .with(
            flag(given -> squash = given, "--squash")
                .description("One commit for the whole run, without its stages'."))
        .with(
            option(String.class, given -> message = given, "TEXT", "--message")
                .description(
                    "The message of the commit; by default it names the run and its stages."))
        .with(
            flag(given -> yes = given, "--yes")
                .description("Does it. Without it, a person at the terminal is asked."));
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
