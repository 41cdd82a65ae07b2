package dev.attractor.ports.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What an agent has to do.
 *
 * @param nodeId the node being executed
 * @param visit how often the run has entered the node, from 1
 * @param attempt the try within the visit, from 1
 * @param prompt the whole prompt
 * @param model the model, or empty for the agent's own choice
 * @param reasoningEffort {@code low}, {@code medium}, {@code high}, or empty
 * @param attributes all attributes of the node, and the tool hooks of its graph where it names none
 * @param directory where to work; nothing outside it may be changed
 * @param scratch a folder of this attempt for files of the provider's own
 * @param home a folder of this run, there for all its stages, for what the agent's program keeps
 *     between them, such as sessions
 * @param statusPath where the agent may write its status file (SEMANTICS §3)
 * @param environment the whole environment for a program that is started for the task
 * @param session the session to go on with, if there is one
 * @param timeout after which the attempt has failed, if there is a limit
 * @param idleTimeout after which it has failed when nothing is heard of it, if there is a limit
 * @param settings what the run configuration says about the provider
 * @since 0.1
 */
public record AgentTask(
    String nodeId,
    int visit,
    int attempt,
    String prompt,
    String model,
    String reasoningEffort,
    Map<String, String> attributes,
    Path directory,
    Path scratch,
    Path home,
    Path statusPath,
    Map<String, String> environment,
    Optional<String> session,
    Optional<Duration> timeout,
    Optional<Duration> idleTimeout,
    ProviderSettings settings) {
  public AgentTask {
    attributes = Map.copyOf(attributes);
    environment = Map.copyOf(environment);
  }

  /**
   * Returns the same task with another prompt.
   *
   * @param inSession the session to go on with, if there is one
   * @param within the time that is left, if there is a limit
   * @since 0.1
   */
  public AgentTask asking(
      String otherPrompt, Optional<String> inSession, Optional<Duration> within) {
    return new AgentTask(
        nodeId,
        visit,
        attempt,
        otherPrompt,
        model,
        reasoningEffort,
        attributes,
        directory,
        scratch,
        home,
        statusPath,
        environment,
        inSession,
        within,
        idleTimeout,
        settings);
  }

  /**
   * Returns the commands that are to run around each tool call. Only a provider that says that it
   * {@linkplain AgentProvider#honoursToolHooks honours} them has to care.
   *
   * @since 0.1
   */
  public ToolHooks toolHooks() {
    return ToolHooks.of(attributes);
  }
}
