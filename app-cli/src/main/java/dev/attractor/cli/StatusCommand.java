package dev.attractor.cli;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.ports.usecase.RunStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor status}. */
@Command(name = "status", description = "Tells how a run stands; by default the newest one.")
final class StatusCommand implements Callable<Integer> {
  private static final String BRANCHES = "branches";

  private final Terminal terminal;

  @Mixin private RunArgument run = new RunArgument();

  @Option(names = "--logs-root", paramLabel = "DIR", description = "The logs root of the run.")
  private @Nullable Path logsRoot;

  @Option(names = "--json", description = "One JSON object instead of key=value lines.")
  private boolean json;

  StatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AppComponent app = terminal.app();
    RunStatus status =
        app.inspectRuns()
            .status(app.inspectRuns().find(logsRoot == null ? run.text() : logsRoot.toString()));
    Map<String, Object> fields = fields(status);
    if (json) {
      terminal.out().println(JsonMapper.shared().writeValueAsString(fields));
    } else {
      List<Map<String, Object>> branches = branches(status);
      fields.forEach((key, value) -> {
        if (!key.equals(BRANCHES)) {
          terminal.out().println(key + "=" + value);
        }
      });
      branches.forEach(
          branch -> terminal.out().println("branch=" + String.join(" ", texts(branch))));
    }
    return ExitCode.SUCCESS.code();
  }

  private static List<String> texts(Map<String, Object> branch) {
    return branch.values().stream().map(Object::toString).filter(text -> !text.isEmpty()).toList();
  }

  /** The branches that have begun, those inside branches too. */
  private static List<Map<String, Object>> branches(RunStatus status) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (RunStatus branch : status.branches()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("run_id", branch.manifest().runId());
      fields.put("status", branch.word());
      fields.put("current_node", branch.state().phase().node().orElse(""));
      fields.put("git_branch", branch.manifest().runBranch());
      all.add(fields);
      all.addAll(branches(branch));
    }
    return all;
  }

  private static Map<String, Object> fields(RunStatus status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run_id", status.manifest().runId());
    fields.put("pipeline", status.manifest().pipeline());
    fields.put("status", status.word());
    fields.put("logs_root", status.location().toString());
    fields.put("worktree", status.manifest().worktree().toString());
    fields.put("run_branch", status.manifest().runBranch());
    fields.put("current_node", status.state().phase().node().orElse(""));
    fields.put("finished_stages", status.state().totals().stages());
    fields.put("attempts", status.state().totals().attempts());
    fields.put("final_commit", status.state().head());
    fields.put("started_at", status.manifest().startedAt().toString());
    fields.put("last_event_at", status.lastEventAt().toString());
    if (!status.branches().isEmpty()) {
      fields.put(BRANCHES, branches(status));
    }
    status
        .state()
        .end()
        .filter(end -> end instanceof RunEnd.Failed)
        .ifPresent(end -> {
          if (end instanceof RunEnd.Failed(Failure failure)) {
            fields.put("failure_reason", failure.reason());
            fields.put("failure_class", failure.failureClass().word());
          }
        });
    return fields;
  }
}
