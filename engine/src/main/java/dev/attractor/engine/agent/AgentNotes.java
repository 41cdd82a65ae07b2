package dev.attractor.engine.agent;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunEvent.AgentProgress;
import dev.attractor.domain.secret.Redactor;
import java.util.function.Consumer;

/**
 * Tells in the journal what an agent does, in short: what it says, once it has said it, the tools
 * it calls and what went wrong. What tools answered well stands in {@code events.ndjson} alone.
 */
final class AgentNotes implements AutoCloseable {
  /**
   * Characters: enough for a summary, with room for the whole of a secret that is cut by its end.
   */
  private static final int LONGEST_LOOK = 4_000;

  private final Attempt attempt;
  private final Redactor redactor;
  private final Consumer<RunEvent.Observation> notes;
  private final StringBuilder saying = new StringBuilder();
  private boolean isOver;

  AgentNotes(Attempt attempt, Redactor redactor, Consumer<RunEvent.Observation> notes) {
    this.attempt = attempt;
    this.redactor = redactor;
    this.notes = notes;
  }

  synchronized void hear(AgentEvent event) {
    if (isOver) {
      return; // a provider's own thread may go on after its time
    }
    if (event instanceof AgentEvent.Text(String text)) {
      if (saying.length() < LONGEST_LOOK) {
        saying.append(text); // some say it piece by piece
      }
      return;
    }
    tellWhatWasSaid();
    if (!(event instanceof AgentEvent.ToolResult result) || result.failed()) {
      tell(event.type(), summary(event));
    }
  }

  private static String summary(AgentEvent event) {
    return switch (event) {
      case AgentEvent.SessionStarted started -> started.model();
      case AgentEvent.Text said -> said.text();
      case AgentEvent.ToolCall call -> call.tool() + " " + call.input();
      case AgentEvent.ToolResult result -> result.output();
      case AgentEvent.RetryNotice again ->
          "attempt %d, HTTP %d %s".formatted(again.attempt(), again.status(), again.error());
      case AgentEvent.Failed failed -> failed.message();
      case AgentEvent.Result last -> last.text();
    };
  }

  private void tellWhatWasSaid() {
    if (!saying.isEmpty()) {
      String text = saying.toString();
      saying.setLength(0);
      tell(new AgentEvent.Text(text).type(), text);
    }
  }

  private void tell(String type, String text) {
    String beginning = text.substring(0, Math.min(LONGEST_LOOK, text.length()));
    notes.accept(AgentProgress.of(attempt, type, redactor.text(beginning)));
  }

  /** When this returns, nothing more is told. */
  @Override
  public synchronized void close() {
    if (!isOver) {
      tellWhatWasSaid();
      isOver = true;
    }
  }
}
