package dev.attractor.cli.control;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;
import static dev.attractor.cli.terminal.Arguments.parameters;

import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.DurationArgument;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunGlance;
import dev.attractor.ports.workspace.RemovedBranches;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code attractor clean}. */
final class CleanCommand implements ProgramCommand {
  private final Terminal terminal;

  private List<String> runs = new ArrayList<>();
  private Duration olderThan = Duration.ofDays(7);
  private boolean branches;
  private boolean dryRun;
  private boolean yes;

  CleanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(
            this,
            "Removes the folders, work trees and refs of old runs that are over. Their branches, and so"
                + " the work, stay without --branches.",
            "A run that can still be resumed is removed only when it is named.",
            "What a run that was refused has left, the report of its checks, goes, too.")
        .with(
            parameters(String.class, given -> runs = given, "RUN")
                .description("These runs, instead of all old ones."))
        .with(
            option(Duration.class, given -> olderThan = given, "DURATION", "--older-than")
                .defaultValue("7d")
                .converters(new DurationArgument())
                .description("How old a run has to be. Default: ${DEFAULT-VALUE}."))
        .with(
            flag(given -> branches = given, "--branches")
                .description(
                    "Deletes the branches of the runs, too, and so work that was not merged."))
        .with(
            flag(given -> dryRun = given, "--dry-run")
                .description("Only tells what would be removed."))
        .with(flag(given -> yes = given, "-y", "--yes").description("Does not ask."));
  }

  @Override
  public Integer call() {
    AppComponent app = AppComponent.of(terminal);
    List<RunGlance> chosen = chosen(app);
    List<Path> refused = runs.isEmpty() ? app.controlRuns().refused(oldEnough()) : List.of();
    chosen.forEach(run -> print(app, run));
    refused.forEach(
        folder -> terminal.out().printf("%s  %s  %s%n", folder.getFileName(), "refused", folder));
    int all = chosen.size() + refused.size();
    if (all == 0) {
      terminal.err().println("there is nothing to remove");
    } else if (!dryRun && (yes || terminal.agrees(question(all)))) {
      refused.forEach(app.controlRuns()::removeRefused);
      return remove(app, chosen, refused.size()).code();
    }
    return ExitCode.SUCCESS.code();
  }

  private Instant oldEnough() {
    return terminal.clock().instant().minus(olderThan);
  }

  private String question(int runs) {
    return (branches ? "remove %d runs, and delete their branches?" : "remove %d runs?")
        .formatted(runs);
  }

  private void print(AppComponent app, RunGlance run) {
    terminal.out().printf("%s  %s  %s%n", run.manifest().runId(), run.word(), run.location());
    List<String> uncommitted = app.controlRuns().uncommitted(run.location());
    if (!uncommitted.isEmpty()) {
      terminal
          .err()
          .println("  in no commit, and removed with it: " + String.join(", ", uncommitted));
    }
    terminal.tellOf(run.damage());
  }

  /**
   * Goes on past what cannot be removed, and tells what is left.
   *
   * @param gone how many have been removed already
   */
  private ExitCode remove(AppComponent app, List<RunGlance> chosen, int gone) {
    int removed = 0;
    for (RunGlance run : chosen) {
      List<String> left = left(app, run);
      left.forEach(what -> terminal.complain("left: " + what, "remove it by hand"));
      removed += left.isEmpty() ? 1 : 0;
    }
    terminal.err().printf("removed %d runs%n", gone + removed);
    return removed == chosen.size() ? ExitCode.SUCCESS : ExitCode.USAGE;
  }

  private List<String> left(AppComponent app, RunGlance run) {
    try {
      List<String> left = new ArrayList<>();
      if (branches) {
        RemovedBranches gone = app.controlRuns().removeBranches(run.location());
        gone.deleted().forEach(branch -> terminal.err().println("deleted " + branch));
        if (!gone.left().isEmpty()) {
          return gone.left(); // what is left of a run can be named as long as it is there
        }
      }
      left.addAll(app.controlRuns().remove(run.location()));
      return left;
    } catch (AttractorException e) {
      return List.of("%s: %s".formatted(run.location(), e.getMessage()));
    }
  }

  /** What somebody has put into a work tree goes only with a run that was named. */
  private boolean hasWorkOfItsOwn(AppComponent app, RunGlance run) {
    List<String> uncommitted = app.controlRuns().uncommitted(run.location());
    if (!uncommitted.isEmpty()) {
      terminal.complain(
          "the work tree of %s has what is in no commit: %s"
              .formatted(run.manifest().runId(), String.join(", ", uncommitted)),
          "it is left alone; name it to remove it");
    }
    return !uncommitted.isEmpty();
  }

  private List<RunGlance> chosen(AppComponent app) {
    InspectRuns inspector = app.inspectRuns();
    if (!runs.isEmpty()) {
      return runs.stream().map(run -> inspector.glance(inspector.find(run))).toList();
    }
    Instant before = oldEnough();
    List<RunGlance> old = new ArrayList<>();
    for (Path location : inspector.all()) {
      try {
        RunGlance status = inspector.glance(location);
        if (status.damage().isPresent()) {
          terminal.complain(
              status.damage().get().getMessage() + "", "it is left alone; name it to remove it");
          continue;
        }
        boolean over = status.end().filter(end -> end.isFinal()).isPresent();
        if (over
            && !status.running()
            && status.lastEventAt().isBefore(before)
            && !hasWorkOfItsOwn(app, status)) {
          old.add(status);
        }
      } catch (AttractorException e) {
        terminal.complain(String.valueOf(e.getMessage()), "it is left alone");
      }
    }
    return old;
  }
}
