package dev.attractor.engine.agent;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.engine.stage.Ticker;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.stage.StageRequest;
import dev.attractor.ports.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An agent's work on one task. Where the agent is told something meanwhile, its turn is ended, and
 * it goes on in the same session with what it was told (SEMANTICS §7a). One that keeps no sessions
 * goes on undisturbed: what was said is a fact, and those that come after it are told.
 */
final class Conversation {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final AgentProvider provider;
  private final StageRequest request;
  private final MonotonicClock clock;
  private final List<Instruction> untold = new ArrayList<>();
  private Optional<String> session = Optional.empty();
  private boolean hasWorked;
  private boolean interrupted;
  private boolean hasSaidItCannot;

  Conversation(AgentProvider provider, StageRequest request, MonotonicClock clock) {
    this.provider = provider;
    this.request = request;
    this.clock = clock;
  }

  /** One turn of the agent. */
  @FunctionalInterface
  interface Turn {
    /**
     * Has the agent work.
     *
     * @param end ends the turn
     */
    AgentResult take(AgentTask task, Cancellation end);
  }

  synchronized void hear(AgentEvent event) {
    switch (event) {
      case AgentEvent.SessionStarted(String id, String _) -> {
        if (!id.isEmpty()) {
          session = Optional.of(id);
        }
      }
      case AgentEvent.Text _, AgentEvent.ToolCall _ -> hasWorked = true;
      case AgentEvent.ToolResult _,
          AgentEvent.RetryNotice _,
          AgentEvent.Failed _,
          AgentEvent.Result _ -> {}
    }
  }

  /** Holds it to its end; returns the result of the last turn, with the use of all. */
  AgentResult hold(AgentTask task, Turn turn) {
    Duration begin = clock.now();
    Usage used = Usage.NONE;
    List<Instruction> all = new ArrayList<>();
    AgentTask now = task;
    while (true) {
      AgentResult result = oneTurn(now, turn);
      used = used.plus(result.usage());
      Optional<Duration> left = task.timeout().map(limit -> left(limit, begin));
      List<Instruction> news = takeUntold(result);
      all.addAll(news);
      if (!news.isEmpty()) {
        now = task.asking(goOn(news), session(), left);
      } else if (isLost(result, all)) {
        now = task.asking(task.prompt() + anew(all), task.session(), left);
        all.clear(); // this is tried once
      } else {
        return result.withUsage(used);
      }
    }
  }

  private AgentResult oneTurn(AgentTask task, Turn turn) {
    Cancellation end = new Cancellation();
    synchronized (this) {
      interrupted = false;
      hasWorked = false;
    }
    try (Cancellation.Registration _ = request.cancellation().onRequest(end::request);
        Ticker _ = new Ticker("told", LOOK, () -> look(end))) {
      return turn.take(task, end);
    }
  }

  private Duration left(Duration limit, Duration begin) {
    Duration left = limit.minus(clock.since(begin));
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  private synchronized Optional<String> session() {
    return session;
  }

  private void look(Cancellation end) {
    List<Instruction> news =
        request.told().get().stream().filter(said -> said.isFor(request.node().id())).toList();
    boolean mayInterrupt;
    synchronized (this) {
      untold.addAll(news);
      mayInterrupt = !untold.isEmpty() && provider.keepsSessions() && session.isPresent();
      interrupted |= mayInterrupt;
    }
    if (mayInterrupt) {
      end.request("there is something to tell it");
    } else if (!news.isEmpty() && !provider.keepsSessions() && !hasSaidItCannot) {
      hasSaidItCannot = true;
      request
          .notes()
          .accept(
              new RunEvent.Warning(
                  "%s cannot be told anything while it works on %s: those after it are told"
                      .formatted(provider.name(), request.attempt())));
    }
  }

  /** An agent that has failed by itself is told nothing more: the next attempt is. */
  private synchronized List<Instruction> takeUntold(AgentResult result) {
    if (request.cancellation().isRequested()
        || !provider.keepsSessions()
        || (result.failure().isPresent() && !interrupted)) {
      return List.of();
    }
    result.session().ifPresent(id -> session = Optional.of(id));
    if (session.isEmpty()) {
      return List.of();
    }
    List<Instruction> news = List.copyOf(untold);
    untold.clear();
    return news;
  }

  /** A session may have been ended before its program had written it down. */
  private synchronized boolean isLost(AgentResult result, List<Instruction> told) {
    return !told.isEmpty()
        && !hasWorked
        && !request.cancellation().isRequested()
        && result
            .failure()
            .map(Failure::failureClass)
            .equals(Optional.of(FailureClass.DETERMINISTIC));
  }

  private static String goOn(List<Instruction> news) {
    return """
    You have been told something while you worked:

    %s

    Take it into account and go on with your task. How you report has not changed.
    """
        .formatted(lines(news));
  }

  private static String anew(List<Instruction> told) {
    return "\n## You have been told since\n%s\n".formatted(lines(told));
  }

  private static String lines(List<Instruction> told) {
    return told.stream().map(said -> "- " + said.text().strip()).collect(Collectors.joining("\n"));
  }
}
