package dev.attractor.engine.run;

import dev.attractor.domain.pipeline.NodeKind;
import dev.attractor.engine.stage.SetupCommands;
import dev.attractor.ports.journal.JournalFormat;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.stage.StageHandler;
import dev.attractor.ports.time.Jitter;
import dev.attractor.ports.time.MonotonicClock;
import dev.attractor.ports.time.Sleeper;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** What every run works with. A class, not a record: Dagger injects no constructors of records. */
final class RunTools {
  private final Set<StageHandler> handlers;
  private final ProcessSupervisor processes;
  private final SetupCommands setup;
  private final InstantSource clock;
  private final MonotonicClock stopwatch;
  private final Sleeper sleeper;
  private final Jitter jitter;
  private final JournalFormat format;

  @Inject
  RunTools(
      Set<StageHandler> handlers,
      ProcessSupervisor processes,
      SetupCommands setup,
      InstantSource clock,
      MonotonicClock stopwatch,
      Sleeper sleeper,
      Jitter jitter,
      JournalFormat format) {
    this.handlers = Set.copyOf(handlers);
    this.processes = processes;
    this.setup = setup;
    this.clock = clock;
    this.stopwatch = stopwatch;
    this.sleeper = sleeper;
    this.jitter = jitter;
    this.format = format;
  }

  Optional<StageHandler> handler(NodeKind kind) {
    return handlers.stream().filter(handler -> handler.kind() == kind).findFirst();
  }

  ProcessSupervisor processes() {
    return processes;
  }

  SetupCommands setup() {
    return setup;
  }

  InstantSource clock() {
    return clock;
  }

  MonotonicClock stopwatch() {
    return stopwatch;
  }

  Sleeper sleeper() {
    return sleeper;
  }

  JournalFormat format() {
    return format;
  }

  Jitter jitter() {
    return jitter;
  }
}
