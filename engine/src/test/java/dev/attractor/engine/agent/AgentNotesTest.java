package dev.attractor.engine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS §10: {@code agent_event}. */
class AgentNotesTest {
  private static final Attempt ATTEMPT = Attempt.first(new NodeId("work"), 1);

  private final List<RunEvent.Observation> told = new ArrayList<>();
  private final AgentNotes notes =
      new AgentNotes(ATTEMPT, Redactor.of(Map.of(), SecretNames.USUAL), told::add);

  private static RunEvent.Observation fact(String type, String summary) {
    return new RunEvent.AgentProgress(ATTEMPT, type, summary);
  }

  @Test
  void whatIsSaidInPiecesIsToldOnce() {
    notes.hear(new AgentEvent.SessionStarted("s", "opus"));
    notes.hear(new AgentEvent.Text("I look "));
    notes.hear(new AgentEvent.Text("around.\n\nThen I  write."));
    notes.hear(new AgentEvent.ToolCall("1", "bash", "{\"command\":\"ls\"}"));

    assertThat(told)
        .containsExactly(
            fact("session_started", "opus"),
            fact("text", "I look around. Then I write."),
            fact("tool_call", "bash {\"command\":\"ls\"}"));
  }

  @Test
  void ofWhatToolsAnswerOnlyFailuresAreTold() {
    notes.hear(new AgentEvent.ToolResult("1", "a listing", false));
    notes.hear(new AgentEvent.ToolResult("2", "no such file", true));

    assertThat(told).containsExactly(fact("tool_result", "no such file"));
  }

  @Test
  void troubleAndTheLastWordAreTold() {
    notes.hear(new AgentEvent.RetryNotice(2, 529, "overloaded"));
    notes.hear(new AgentEvent.Failed(0, "lost"));
    notes.hear(new AgentEvent.Result(false, "done", Usage.NONE));

    assertThat(told)
        .containsExactly(
            fact("retry_notice", "attempt 2, HTTP 529 overloaded"),
            fact("error", "lost"),
            fact("result", "done"));
  }

  @Test
  void aLongTextIsCutBetweenCharactersAndASecretIsFoundBeforeItIsCut() {
    String smiles = "\uD83D\uDE42".repeat(300);
    notes.hear(new AgentEvent.ToolResult("1", smiles, true));
    notes.hear(new AgentEvent.ToolResult("2", "x".repeat(190) + " ghp_0123456789abcdefghij", true));

    assertThat(told)
        .containsExactly(
            fact("tool_result", "\uD83D\uDE42".repeat(200)),
            fact("tool_result", "x".repeat(190) + " [redacted"));
  }

  @Test
  void whatWasSaidLastIsToldAtTheEndAndNothingAfterIt() {
    notes.hear(new AgentEvent.Text("bye"));
    notes.close();
    notes.hear(new AgentEvent.Text("and more"));
    notes.close();

    assertThat(told).containsExactly(fact("text", "bye"));
  }
}
