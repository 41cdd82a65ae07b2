package dev.attractor.providers.cli;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Understands what an agent's program prints, line by line. What it does not know is no error:
 * these programs change monthly. One instance reads one run.
 */
public abstract class AgentStream {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private String session = "";
  private Optional<AgentEvent.Result> result = Optional.empty();
  private Optional<Failure> failure = Optional.empty();
  private volatile boolean hopeless;

  /** Takes a line of the output in and returns what it tells. */
  public final List<AgentEvent> line(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JacksonException e) {
      return List.of(); // not JSON: kept in the raw log, and no event
    }
    return event(json.path("type").asString(""), json);
  }

  /** Takes a line of the error output in. Some programs tell only there that they try again. */
  public List<AgentEvent> errorLine(String line) {
    return List.of();
  }

  /** Returns what a line of JSON tells; nothing when its type is not known. */
  protected abstract List<AgentEvent> event(String type, JsonNode json);

  /** The session has this id. */
  protected final AgentEvent began(String id, String model) {
    session = id;
    return new AgentEvent.SessionStarted(id, model);
  }

  /** The session has this id, as told in passing. */
  protected final void sessionIs(String id) {
    session = id.isEmpty() ? session : id;
  }

  /** The program tries a call to its model again; it is hopeless when waiting cannot heal it. */
  protected final AgentEvent triesAgain(int attempt, int status, String error, String event) {
    if (HttpEvidence.isHopeless(status)) {
      failed(HttpEvidence.failure(status, error, event));
      hopeless = true;
    }
    return new AgentEvent.RetryNotice(attempt, status, error);
  }

  /** The agent has failed for this reason. */
  protected final void failed(Failure why) {
    failure = Optional.of(why);
  }

  /** Returns what the agent says it has used; nothing where its numbers cannot be. */
  protected static Usage used(
      long inputTokens, long cachedInputTokens, long outputTokens, BigDecimal costUsd) {
    try {
      return new Usage(inputTokens, cachedInputTokens, outputTokens, costUsd);
    } catch (IllegalArgumentException e) {
      return Usage.NONE; // as when it does not say
    }
  }

  /** The agent's last word. */
  protected final AgentEvent ended(boolean inFailure, String text, Usage usage) {
    AgentEvent.Result event = new AgentEvent.Result(inFailure, text, usage);
    result = Optional.of(event);
    return event;
  }

  /** Returns whether the stream showed a failure that waiting cannot heal. */
  public final boolean isHopeless() {
    return hopeless;
  }

  /** Returns the failure that the stream told of. */
  public final Optional<Failure> failure() {
    return failure;
  }

  /** Returns the agent's last word, if it came to that. */
  public final Optional<AgentEvent.Result> result() {
    return result;
  }

  /** Returns the id of the session, if it has one. */
  public final Optional<String> session() {
    return session.isEmpty() ? Optional.empty() : Optional.of(session);
  }
}
