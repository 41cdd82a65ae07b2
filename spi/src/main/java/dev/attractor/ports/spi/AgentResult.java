package dev.attractor.ports.spi;

import static java.util.Objects.requireNonNull;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import java.util.Optional;

/**
 * What came of a task.
 *
 * @param failure why the agent failed; it counts whatever a status file says
 * @param confirmed whether the agent itself reported an explicit, error-free end
 * @param response its last word, or empty
 * @param session the session it worked in, if it has one that can be resumed
 * @param usage what it used
 * @param invocation the program that was started, if one was
 * @since 0.1
 */
public record AgentResult(
    Optional<Failure> failure,
    boolean confirmed,
    String response,
    Optional<String> session,
    Usage usage,
    Optional<Invocation> invocation) {
  public AgentResult {
    requireNonNull(failure, "failure is null");
    requireNonNull(response, "response is null");
    requireNonNull(session, "session is null");
    requireNonNull(usage, "usage is null");
    requireNonNull(invocation, "invocation is null");
  }

  /** Returns the same result with this use. */
  public AgentResult withUsage(Usage other) {
    return new AgentResult(failure, confirmed, response, session, other, invocation);
  }

  /** Returns the result of an agent that failed before it said anything. */
  public static AgentResult failed(Failure failure) {
    return new AgentResult(
        Optional.of(failure), false, "", Optional.empty(), Usage.NONE, Optional.empty());
  }
}
