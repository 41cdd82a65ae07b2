package dev.attractor.domain.agent;

/**
 * One thing an agent did, as its provider's event stream tells it (SEMANTICS §10, {@code
 * events.ndjson}). Texts may be long; they are stored as they came, redacted.
 */
public sealed interface AgentEvent {
  /** Returns the word that names the kind of event in files. */
  String type();

  /** The agent has begun, under this session id, with this model. */
  record SessionStarted(String sessionId, String model) implements AgentEvent {
    @Override
    public String type() {
      return "session_started";
    }
  }

  /** The agent said something. */
  record Text(String text) implements AgentEvent {
    @Override
    public String type() {
      return "text";
    }
  }

  /** The agent calls a tool; the input is the provider's own JSON text. */
  record ToolCall(String id, String tool, String input) implements AgentEvent {
    @Override
    public String type() {
      return "tool_call";
    }
  }

  /** A tool answered. */
  record ToolResult(String id, String output, boolean failed) implements AgentEvent {
    @Override
    public String type() {
      return "tool_result";
    }
  }

  /**
   * The program tries a call to its model again.
   *
   * @param attempt from 1
   * @param status the HTTP status, or 0 when there was none
   * @param error the program's own word for what went wrong
   */
  record RetryNotice(int attempt, int status, String error) implements AgentEvent {
    @Override
    public String type() {
      return "retry_notice";
    }
  }

  /** The program reports an error that it does not try again. */
  record Failed(int status, String message) implements AgentEvent {
    @Override
    public String type() {
      return "error";
    }
  }

  /** The agent's last word. */
  record Result(boolean failed, String text, Usage usage) implements AgentEvent {
    @Override
    public String type() {
      return "result";
    }
  }
}
