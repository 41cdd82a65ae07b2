package dev.attractor.cli.terminal;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.parallel.FanIn;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.CarriedFailure;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.Severity;
import dev.attractor.domain.source.SourceText;
import dev.attractor.domain.supervision.Supervision;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.usecase.RunObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells people on the terminal how a run goes, and programs where it is. */
public final class ProgressPrinter implements RunObserver {
  private static final Pattern LINE_END = Pattern.compile("\\s*\\R\\s*");

  private final Terminal terminal;
  private final boolean forPrograms;
  private final String prefix;

  /**
   * Makes a printer.
   *
   * @param forPrograms whether {@code key=value} lines go to the standard output
   */
  public ProgressPrinter(Terminal terminal, boolean forPrograms) {
    this(terminal, forPrograms, "");
  }

  private ProgressPrinter(Terminal terminal, boolean forPrograms, String prefix) {
    this.terminal = terminal;
    this.forPrograms = forPrograms;
    this.prefix = prefix;
  }

  @Override
  public ProgressPrinter inner(String name, RunId runId) {
    return new ProgressPrinter(terminal, false, prefix + "[" + name + "] ");
  }

  @Override
  public void compiled(SourceText source, List<Diagnostic> warnings) {
    warnings.stream()
        .filter(found -> found.severity() == Severity.WARNING)
        .forEach(
            warning -> terminal.err().println(terminal.withoutSecrets(warning.render(source))));
  }

  @Override
  public void preflight(PreflightReport report) {
    for (PreflightReport.Check check : report.checks()) {
      Finding finding = check.finding();
      if (finding.level() != Finding.Level.PASS) {
        terminal
            .err()
            .printf(
                "preflight: %s: %s%s%n",
                finding.level().name().toLowerCase(Locale.ROOT),
                check.provider().isEmpty() ? "" : check.provider() + ": ",
                terminal.withoutSecrets(finding.message()));
        if (!finding.remedy().isEmpty()) {
          terminal.err().println("  hint: " + terminal.withoutSecrets(finding.remedy()));
        }
      }
    }
  }

  @Override
  public void warned(String message) {
    terminal.err().println("warning: " + terminal.withoutSecrets(message));
  }

  @Override
  public void opened(Path location, Manifest manifest) {
    terminal.err().printf("run %s of %s%n", manifest.runId(), manifest.pipeline());
    terminal.err().printf("  branch   %s%n", manifest.runBranch());
    terminal.err().printf("  worktree %s%n", manifest.worktree());
    if (forPrograms) {
      terminal.fields().write(false, ResultPrinter.which(location, manifest));
    }
  }

  @Override
  public void preparing(SetupConfig setup) {
    say(prefix + "  setup: " + String.join("; ", setup.commands()));
  }

  @Override
  public void happened(JournalEntry entry) {
    String line = line(entry.event());
    boolean isToldOtherwise = // with its choices, and with what the run came to
        entry.event() instanceof RunEvent.InterviewStarted
            || entry.event() instanceof RunEvent.Ended;
    if (!line.isEmpty() && !isToldOtherwise) {
      say(line);
    }
  }

  private void say(String line) {
    terminal.err().println(line);
    terminal.err().flush();
  }

  /** Returns a fact as people read it; empty when it says nothing to them. */
  public String line(RunEvent event) {
    boolean ofInner = event instanceof RunEvent.Ended && !prefix.isEmpty();
    String line = ofInner ? "" : describe(event); // the run tells how those inside it ended
    return line.isEmpty() ? line : prefix + line;
  }

  /** Returns a text of somebody else without what would make further lines of it. */
  public static String inOneLine(String text) {
    return LINE_END.matcher(text.strip()).replaceAll(" ");
  }

  /** Returns a fact of the run itself as people read it; empty when it says nothing to them. */
  static String describe(RunEvent event) {
    String line = text(event).stripTrailing();
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    return indent
        + inOneLine(line)
        + (event instanceof RunEvent.RunFailed failed ? evidence(failed.failure()) : "");
  }

  private static String text(RunEvent event) {
    return switch (event) {
      case RunEvent.StageAttemptEnded e ->
          "  %-20s %s  %s%s"
              .formatted(
                  name(e.attempt()),
                  describe(e.outcome()),
                  Amounts.time(e.duration()),
                  used(e.usage()));
      case RunEvent.StageRetrySleep e ->
          "  %-20s again in %s".formatted(name(e.attempt()), Amounts.time(e.delay()));
      case RunEvent.StageRetryBlocked e when e.maxRetries() > 0 ->
          "  %-20s not repeated: %s".formatted(name(e.attempt()), e.why());
      case RunEvent.ParallelStarted e ->
          "  %-20s opens %s".formatted(name(e.fanOut()), String.join(", ", e.branches()));
      case RunEvent.BranchCompleted e ->
          "  %-20s %s%s"
              .formatted(
                  "branch " + e.result().branch(),
                  describe(e.result().outcome()),
                  said(e.result().firstWords()));
      case RunEvent.ParallelCompleted e ->
          "  %-20s %d succeeded, %d failed, %d canceled"
              .formatted(name(e.fanOut()), e.succeeded(), e.failed(), e.canceled());
      case RunEvent.ChildStarted e ->
          "  %-20s looks after %s".formatted(name(e.manager()), e.gitBranch());
      case RunEvent.ManagerCycle e when e.decision() == Supervision.Decision.STOP ->
          "  %-20s stops it: the stop condition holds".formatted(name(e.manager()));
      case RunEvent.Steered e ->
          "  told %s: %s"
              .formatted(
                  e.child()
                      .map(RunId::text)
                      .or(() -> e.instruction().to().map(NodeId::value))
                      .orElse("this run"),
                  e.instruction().text().strip());
      case RunEvent.ChildCompleted e ->
          "  %-20s its run ended: %s".formatted(name(e.manager()), describe(e.outcome()));
      case RunEvent.MergeConflict e ->
          "  %-20s cannot merge %s (%.12s into %.12s): conflict in %s"
              .formatted(
                  name(e.attempt()),
                  e.branch(),
                  e.theirs(),
                  e.ours(),
                  String.join(", ", e.files()));
      case RunEvent.BranchesMerged e ->
          "  %-20s merged %s".formatted(name(e.attempt()), String.join(", ", e.branches()));
      case RunEvent.FanInSelected e ->
          "  %-20s goes on with %s".formatted(name(e.attempt()), e.branch());
      case RunEvent.EdgeSelected e when isTold(e) ->
          "      -> %s (%s)%s"
              .formatted(
                  e.to(),
                  why(e.source(), e.condition()),
                  e.failure().map(ProgressPrinter::became).orElse(""));
      case RunEvent.LoopRestarted e ->
          "      -> %s (iteration %d begins)".formatted(e.to(), e.iteration());
      case RunEvent.GoalGateChecked e when !e.unsatisfied().isEmpty() ->
          "  goal gates not satisfied: "
              + e.unsatisfied().stream().map(NodeId::value).collect(Collectors.joining(", "));
      case RunEvent.LoopRestartBlocked e ->
          "  no new iteration at %s: %s".formatted(e.to(), e.failure().reason());
      case RunEvent.FailureCycleBroken e -> "  going in a circle: " + e.failure().reason();
      case RunEvent.StageHeartbeat e ->
          "  %-20s at work for %s".formatted(name(e.attempt()), Amounts.time(e.elapsed()));
      case RunEvent.StallWatchdogTimeout e ->
          "  nothing has happened for %s: the run is stopped".formatted(Amounts.time(e.limit()));
      case RunEvent.ProviderFailover e ->
          "  %-20s %s takes over from %s: %s"
              .formatted(name(e.attempt()), e.to(), e.from(), e.failure().reason());
      case RunEvent.InterviewStarted e ->
          "  %-20s asks: %s (%s)"
              .formatted(e.nodeId(), e.question(), String.join(", ", e.choices()));
      case RunEvent.InterviewCompleted e ->
          "  %-20s %s (%s)".formatted(e.nodeId(), e.choice(), e.answeredBy());
      case RunEvent.InterviewTimeout e -> "  %-20s nobody answered".formatted(e.nodeId());
      case RunEvent.Warning e -> "  warning: " + e.message();
      case RunEvent.RunResumed e ->
          "resumed"
              + e.interrupted().map(attempt -> "; interrupted was " + name(attempt)).orElse("");
      case RunEvent.RunFailed e -> "run failed: " + e.failure().reason();
      case RunEvent.RunCanceled _ -> "run stopped; it can be resumed";
      case RunEvent.RunCompleted e ->
          e.exitNode().map("run succeeded at %s"::formatted).orElse("run succeeded");
      case RunEvent.RunStarted _,
          RunEvent.PreflightCompleted _,
          RunEvent.StageAttemptStarted _,
          RunEvent.EdgeSelected _,
          RunEvent.StageRetryBlocked _,
          RunEvent.CheckpointSaved _,
          RunEvent.AgentProgress _,
          RunEvent.BranchStarted _,
          RunEvent.ManagerCycle _,
          RunEvent.EdgeConditionEvaluated _,
          RunEvent.GoalGateChecked _ ->
          "";
    };
  }

  private static String said(String words) {
    return words.isEmpty() ? "" : "  said: " + words;
  }

  private static String became(CarriedFailure carried) {
    return switch (carried.handling()) {
      case HANDLED, PASSED_ON -> "";
      case ACCEPTED -> "; the failure of %s is accepted".formatted(carried.stage());
      case STANDING -> "; the failure of %s stands".formatted(carried.stage());
    };
  }

  /** How the branches of a failed join failed. */
  private static String evidence(Failure failure) {
    return failure.reason().contains(FanIn.ALL_FAILED)
        ? "\n  " + inOneLine(failure.evidence()).replace("; ", "\n  ")
        : "";
  }

  private static String name(Attempt attempt) {
    return attempt.visit() == 1 && attempt.number() == 1
        ? attempt.nodeId().value()
        : "%s (%s%s)"
            .formatted(
                attempt.nodeId(),
                "visit " + attempt.visit(),
                attempt.number() == 1 ? "" : ", try " + attempt.number());
  }

  private static String why(HopSource source, String condition) {
    return source == HopSource.CONDITIONAL ? condition : source.word();
  }

  private static String describe(Outcome outcome) {
    return outcome.status().word()
        + outcome
            .failure()
            .map((Failure failure) ->
                " (%s) %s".formatted(failure.failureClass().word(), failure.reason()))
            .orElse("");
  }

  private static String used(Usage usage) {
    String used = Amounts.used(usage);
    return used.isEmpty() ? used : "  " + used;
  }

  /** Where only one way leads on, nothing was decided. */
  private static boolean isTold(RunEvent.EdgeSelected hop) {
    boolean isDecided = hop.source() != HopSource.WEIGHT && hop.source() != HopSource.JOIN;
    return isDecided || hop.failure().isPresent();
  }
}
