package dev.attractor.ports.spi;

import java.util.List;
import java.util.Set;

/**
 * A coding agent: something that works on a prompt in a folder. Stateless and safe for use by
 * several threads.
 *
 * @since 0.1
 */
public interface AgentProvider {
  /** Returns the canonical name, as in {@code llm_provider=}: {@code [a-z][a-z0-9_-]*}. */
  String name();

  /** Returns other names that mean this provider. */
  default Set<String> aliases() {
    return Set.of();
  }

  /** Returns the model to use when a node names none; empty when the agent chooses itself. */
  default String defaultModel() {
    return "";
  }

  /**
   * Returns whether it runs the {@link AgentTask#toolHooks tool hooks} of a task. Where it does
   * not, authors are warned that nothing is guarded. One that does tells by {@link
   * AgentRuntime#warn} which calls were denied and which commands failed, and keeps a call from
   * being made when the command before it cannot be run.
   *
   * @since 0.1
   */
  default boolean honoursToolHooks() {
    return false;
  }

  /**
   * Checks before a run that the agent could work: program, version, capabilities, credentials.
   * Starts nothing that costs money and finishes within seconds.
   */
  List<Finding> probe(ProviderSettings settings, ProbeRuntime runtime);

  /**
   * Returns whether a session can be gone on with after its turn was ended in the middle, by {@link
   * AgentTask#session}. An agent that does so can be told something while it works.
   *
   * @since 0.1
   */
  default boolean keepsSessions() {
    return false;
  }

  /**
   * Works on a task until it is done, has failed or is canceled. When it returns, nothing it
   * started is running any more. It classifies its own failures and does not throw for them; an
   * exception is a defect of the provider and fails the stage, but a {@link
   * java.io.UncheckedIOException} is trouble of the machine and ends the run, which can be resumed.
   * Some seconds after the time-out or a stop the calling thread is interrupted; one that does not
   * end then is left behind.
   */
  AgentResult run(AgentTask task, AgentRuntime runtime);
}
