package dev.attractor.cli.terminal;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.source.Diagnostic;
import dev.attractor.domain.source.SourceText;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.usecase.RunResult;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Prints how a request to run came out, and turns it into an exit code. */
public final class ResultPrinter {
  private final Terminal terminal;
  private final boolean json;
  private final boolean forPrograms;
  private final Function<Path, RunStatus> runs;

  /**
   * Makes a printer.
   *
   * @param json whether to print one JSON object instead of {@code key=value} lines
   * @param forPrograms whether to print {@code key=value} lines otherwise
   * @param runs tells how the run in a folder stands
   */
  public ResultPrinter(
      Terminal terminal, boolean json, boolean forPrograms, Function<Path, RunStatus> runs) {
    this.terminal = terminal;
    this.json = json;
    this.forPrograms = forPrograms;
    this.runs = runs;
  }

  /** Prints a result and returns its exit code. */
  public ExitCode print(RunResult result) {
    return switch (result) {
      case RunResult.Invalid(SourceText source, List<Diagnostic> diagnostics) -> {
        diagnostics.forEach(
            found -> terminal.err().println(terminal.withoutSecrets(found.render(source))));
        say(Map.of("status", "invalid_pipeline"));
        yield ExitCode.INVALID_PIPELINE;
      }
      case RunResult.NotReady(var _, Path location) -> {
        terminal.complain(
            "the run does not go on: a preflight check failed",
            "the report is in " + location.resolve("preflight_report.json"));
        say(Map.of("status", "preflight_failed"));
        yield ExitCode.PREFLIGHT_FAILED;
      }
      case RunResult.Ready(PreflightReport report, Path location) -> {
        terminal.err().printf("ready: all %d preflight checks passed%n", report.checks().size());
        say(
            Map.of(
                "status",
                "ready",
                "preflight_report",
                location.resolve("preflight_report.json").toString()));
        yield ExitCode.SUCCESS;
      }
      case RunResult.Finished(Path location, Manifest manifest, String commit, RunEnd end) -> {
        finished(location, manifest, commit, end);
        yield ExitCode.of(end);
      }
    };
  }

  private void finished(Path location, Manifest manifest, String commit, RunEnd end) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (json) { // else the run has printed them when it began
      fields.putAll(which(location, manifest));
    }
    fields.put("final_commit", commit);
    fields.put("status", end.status());
    end.exitNode().ifPresent(exit -> fields.put("exit_node", exit.value()));
    if (end instanceof RunEnd.Failed(Failure failure, var _)) {
      fields.put("failure_reason", failure.reason().lines().findFirst().orElse(""));
      fields.put("failure_class", failure.failureClass().word());
    }
    say(fields);
    Summary.lines(runs.apply(location)).forEach(terminal.err()::println);
  }

  private void say(Map<String, String> fields) {
    if (json || forPrograms) {
      terminal.fields().write(json, fields);
    }
  }

  /** Returns what names a run and where it is. */
  static Map<String, String> which(Path location, Manifest manifest) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("run_id", manifest.runId().text());
    fields.put("logs_root", location.toString());
    fields.put("worktree", manifest.worktree().toString());
    fields.put("run_branch", manifest.runBranch().text());
    return fields;
  }
}
