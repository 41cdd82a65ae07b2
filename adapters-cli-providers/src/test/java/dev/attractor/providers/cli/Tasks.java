package dev.attractor.providers.cli;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.ProviderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tasks for agents that are played. */
public final class Tasks {
  private Tasks() {}

  /** Returns a task with a model, an effort and, if named, a session to go on with. */
  public static AgentTask task(String prompt, Optional<String> session) {
    return task(prompt, session, Path.of("/home"));
  }

  /** Returns the same with a home that is there. */
  public static AgentTask task(String prompt, Optional<String> session, Path home) {
    return task(prompt, session, home, Map.of("PATH", "/bin", "CLAUDECODE", "1"));
  }

  /** Returns the same with what the program is to see. */
  public static AgentTask task(
      String prompt, Optional<String> session, Path home, Map<String, String> environment) {
    return new AgentTask(
        "n",
        1,
        1,
        prompt,
        "a-model",
        "high",
        Map.of(),
        Path.of("/w"),
        Path.of("/s"),
        home,
        Path.of("/s/status.json"),
        environment,
        session,
        Optional.empty(),
        Optional.of(Duration.ofMinutes(5)),
        ProviderSettings.NONE);
  }
}
