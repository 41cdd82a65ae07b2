package dev.attractor.engine.agent;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.AgentResult;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** Ends an agent whose program repeats one call of its model too often. */
final class Patience {
  private final OptionalInt mostRetries;
  private final Cancellation agent;
  private final AtomicReference<Optional<Failure>> lost = new AtomicReference<>(Optional.empty());

  /**
   * Makes one.
   *
   * @param mostRetries empty for as many as the program likes
   * @param agent ends the program
   */
  Patience(OptionalInt mostRetries, Cancellation agent) {
    this.mostRetries = mostRetries;
    this.agent = agent;
  }

  void hear(AgentEvent event) {
    if (event instanceof AgentEvent.RetryNotice notice
        && mostRetries.isPresent()
        && notice.attempt() > mostRetries.getAsInt()) {
      lost.set(
          Optional.of(
              Failure.of(
                  FailureClass.TRANSIENT_INFRA,
                  "the model did not answer, and runtime_policy.max_llm_retries is %d: HTTP %d %s"
                      .formatted(mostRetries.getAsInt(), notice.status(), notice.error()),
                  "too many retries")));
      agent.request();
    }
  }

  /** Returns what counts: that patience was lost, or what the agent made of it before. */
  AgentResult judge(AgentResult result) {
    return lost.get()
        .map(failure ->
            new AgentResult(
                Optional.of(failure),
                false,
                result.response(),
                result.session(),
                result.usage(),
                result.invocation()))
        .orElse(result);
  }
}
