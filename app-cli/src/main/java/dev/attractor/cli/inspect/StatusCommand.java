package dev.attractor.cli.inspect;

import static dev.attractor.cli.terminal.Arguments.flag;
import static dev.attractor.cli.terminal.Arguments.option;

import dev.attractor.cli.screen.Screen;
import dev.attractor.cli.terminal.Arguments;
import dev.attractor.cli.terminal.FieldWriter;
import dev.attractor.cli.terminal.ProgramCommand;
import dev.attractor.cli.terminal.Questions;
import dev.attractor.cli.terminal.RunArgument;
import dev.attractor.cli.terminal.Terminal;
import dev.attractor.cli.terminal.ToldQuestions;
import dev.attractor.cli.view.ViewOptions;
import dev.attractor.cli.wiring.AppComponent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.parallel.BranchResult;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.usecase.InspectRuns;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code attractor status}. */
final class StatusCommand implements ProgramCommand {
  private final Terminal terminal;
  private final RunArgument run = new RunArgument();

  private @Nullable Path logsRoot;
  private boolean follow;
  private boolean json;

  private final ViewOptions view = new ViewOptions();

  private Map<String, Object> told = Map.of();

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Arguments arguments() {
    return Arguments.of(this, "Tells how a run stands; by default the newest one.")
        .with(run::addTo)
        .with(
            option(Path.class, given -> logsRoot = given, "DIR", "--logs-root")
                .description("The logs root of the run."))
        .with(
            flag(given -> follow = given, "-f", "--follow")
                .description(
                    "Goes on until the run is over: a view of all stages on a terminal, else told again whenever",
                    "something has happened. Ends with the exit code of the run, or 7 when its driver died."))
        .with(
            flag(given -> json = given, "--json")
                .description("JSON, an object a line, instead of key=value lines."))
        .with(view::addTo);
  }

  @Override
  public Integer call() {
    InspectRuns runs = AppComponent.of(terminal).inspectRuns();
    Path location = runs.find(logsRoot == null ? run.text() : logsRoot.toString());
    if (!follow) {
      RunStatus status = runs.status(location);
      tellAnew(status);
      return terminal.tellOf(status.damage()).code();
    }
    Optional<Screen> screen = json ? Optional.empty() : view.screenOfAFollower(terminal);
    ToldQuestions questions = new ToldQuestions(terminal.err());
    return new Following(terminal, runs, location)
        .untilItIsOver(
            screen,
            status -> {
              if (screen.isPresent()) {
                questions.tell(status.questions()); // above the view
              }
              if (screen.isEmpty() || view.isForPrograms(terminal)) {
                tellAnew(status);
              }
            });
  }

  /** Tells how the run stands if that is not what was told last. */
  private void tellAnew(RunStatus status) {
    Map<String, Object> fields = fields(status);
    if (!fields.equals(told)) {
      if (!told.isEmpty() && !json) {
        terminal.out().println();
      }
      tell(status, fields);
      told = fields;
    }
  }

  private void tell(RunStatus status, Map<String, Object> fields) {
    FieldWriter writer = terminal.fields();
    writer.write(json, fields);
    if (!json) {
      branches(status).forEach(branch -> writer.line("branch", String.join(" ", texts(branch))));
      status.questions().forEach(open -> tell(writer, open));
    }
  }

  private static void tell(FieldWriter writer, OpenQuestion open) {
    writer.line("question", String.join(" | ", Questions.lines(open)).replaceAll("\\s+", " "));
    open.askedAt().ifPresent(at -> writer.line("asked_at", at));
    writer.line("answer_with", Questions.command(open));
  }

  private static List<String> texts(Map<String, Object> branch) {
    return branch.values().stream().map(Object::toString).filter(text -> !text.isEmpty()).toList();
  }

  /** The branches that have begun, those inside branches too. */
  private static List<Map<String, Object>> branches(RunStatus status) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (RunStatus branch : status.branches()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("run_id", branch.manifest().runId().text());
      fields.put("status", branch.word());
      fields.put("current_node", branch.state().phase().node().map(NodeId::value).orElse(""));
      fields.put("git_branch", branch.manifest().runBranch().text());
      said(status, branch).ifPresent(words -> fields.put("said", words));
      all.add(fields);
      all.addAll(branches(branch));
    }
    return all;
  }

  private static Optional<String> said(RunStatus run, RunStatus branch) {
    return run.state().fanOuts().values().stream()
        .flatMap(pass -> pass.results().stream())
        .filter(result -> result.gitBranch().equals(Optional.of(branch.manifest().runBranch())))
        .map(BranchResult::firstWords)
        .filter(words -> !words.isEmpty())
        .findFirst();
  }

  private static Map<String, Object> fields(RunStatus status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_id", status.manifest().runId().text());
    fields.put("pipeline", status.manifest().pipeline());
    fields.put("status", status.word());
    fields.put("logs_root", status.location().toString());
    fields.put("worktree", status.manifest().worktree().toString());
    fields.put("run_branch", status.manifest().runBranch().text());
    fields.put("current_node", status.state().phase().node().map(NodeId::value).orElse(""));
    fields.put("finished_stages", status.state().totals().stages());
    fields.put("attempts", status.state().totals().attempts());
    Usage usage = status.state().totals().usage();
    fields.put("cost_usd", usage.costUsd());
    fields.put("input_tokens", usage.inputTokens());
    fields.put("output_tokens", usage.outputTokens());
    fields.put("final_commit", status.state().head());
    fields.put("started_at", status.manifest().startedAt().toString());
    fields.put("last_event_at", status.lastEventAt().toString());
    if (!status.branches().isEmpty()) {
      fields.put("branches", branches(status));
    }
    if (!status.questions().isEmpty()) {
      fields.put("questions", status.questions().stream().map(Questions::fields).toList());
    }
    status
        .state()
        .end()
        .ifPresent(end -> {
          end.exitNode().ifPresent(exit -> fields.put("exit_node", exit.value()));
          if (end instanceof RunEnd.Failed(Failure failure, var _)) {
            fields.put("failure_reason", failure.reason());
            fields.put("failure_class", failure.failureClass().word());
          }
        });
    return fields;
  }
}
