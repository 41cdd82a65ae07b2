package dev.attractor.providers.scripted;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.spi.ProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the script in the node's attribute {@code agent_script}, else the one that the run
 * configuration gives it in the variable {@code ATTRACTOR_AGENT_SCRIPT}, so that a pipeline can be
 * tried, tested and shown without an account. It does what the script says and claims nothing else:
 * a node the script does not name fails.
 */
public final class ScriptedAgent implements AgentProvider {
  private static final String ATTRIBUTE = "agent_script";
  private static final String VARIABLE = "ATTRACTOR_AGENT_SCRIPT";

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public List<Finding> probe(ProviderSettings settings, ProbeRuntime runtime) {
    return List.of(Finding.pass("executable", "built in; plays scripts, asks no model"));
  }

  @Override
  public AgentResult run(AgentTask task, AgentRuntime runtime) {
    String text =
        task.attributes()
            .getOrDefault(ATTRIBUTE, task.settings().environment().getOrDefault(VARIABLE, ""));
    if (text.isBlank()) {
      return failed("node %s has no attribute %s".formatted(task.nodeId(), ATTRIBUTE));
    }
    try {
      return Script.parse(text)
          .find(task.nodeId(), task.visit(), task.attempt(), index(task), task.prompt())
          .map(step -> play(step, task, runtime))
          .orElseGet(() ->
              failed(
                  "the script has no step for %s, visit %d, attempt %d"
                      .formatted(task.nodeId(), task.visit(), task.attempt())));
    } catch (IllegalArgumentException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private static AgentResult failed(String reason) {
    return AgentResult.failed(Failure.of(FailureClass.DETERMINISTIC, reason, ATTRIBUTE));
  }

  private static AgentResult play(Script.Step step, AgentTask task, AgentRuntime runtime) {
    if (pause(step.delay(), task, runtime)) {
      return AgentResult.failed(
          Failure.of(FailureClass.CANCELED, "the scripted agent was canceled", "canceled"));
    }
    try {
      for (Map.Entry<String, String> file : step.files().entrySet()) {
        write(task.directory(), file.getKey(), file.getValue());
        runtime.emit(new AgentEvent.ToolCall(file.getKey(), "write", file.getKey()));
      }
      if (!step.status().isEmpty()) {
        Files.writeString(task.statusPath(), JsonMapper.shared().writeValueAsString(step.status()));
      }
    } catch (IOException e) {
      return failed("the scripted agent cannot write: " + e.getMessage());
    }
    if (!step.say().isEmpty()) {
      runtime.emit(new AgentEvent.Text(step.say()));
    }
    Optional<Failure> failure = step.error().map(ScriptedAgent::failure);
    runtime.emit(new AgentEvent.Result(failure.isPresent(), step.say(), Usage.NONE));
    return new AgentResult(
        failure,
        failure.isEmpty() && !step.silent(),
        step.say(),
        Optional.empty(),
        Usage.NONE,
        Optional.empty());
  }

  private static Failure failure(Script.Trouble trouble) {
    return Failure.of(
        FailureClass.parse(trouble.failureClass()).orElse(FailureClass.DETERMINISTIC),
        trouble.reason(),
        "error in the script");
  }

  private static void write(Path directory, String name, String content) throws IOException {
    Path file = directory.resolve(name).normalize();
    if (!file.startsWith(directory.normalize())) {
      throw new IOException(name + " lies outside the worktree");
    }
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, content);
  }

  /** Waits in a process, so that a cancellation ends the wait like that of any other agent. */
  private static boolean pause(Duration delay, AgentTask task, AgentRuntime runtime) {
    if (delay.isZero()) {
      return false;
    }
    String seconds = "%d.%03d".formatted(delay.toSeconds(), delay.toMillisPart());
    ProcessSpec spec =
        ProcessSpec.of(List.of("sleep", seconds), task.directory(), task.environment());
    return !runtime.processes().run(spec, new Silence()).succeeded();
  }

  private static final class Silence implements ProcessListener {
    @Override
    public void stdout(String line) {}

    @Override
    public void stderr(String line) {}
  }

  /** Returns the place of the item that the branch works on; 0 for none. */
  private static int index(AgentTask task) {
    try {
      return Integer.parseInt(task.environment().getOrDefault("ATTRACTOR_INDEX", "0"));
    } catch (NumberFormatException e) {
      return 0; // a variable of that name from elsewhere
    }
  }
}
