package dev.attractor.providers.cli;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plays a program that prints some lines and ends. */
public final class Played implements AgentRuntime, ProbeRuntime {
  private final List<ProcessSpec> started = new ArrayList<>();
  private final List<String> lines;
  private final ProcessResult.End end;
  private final Map<String, String> environment;

  /** Makes a program that ends in this way. */
  public Played(ProcessResult.End end, Map<String, String> environment, String... lines) {
    this.end = end;
    this.environment = environment;
    this.lines = List.of(lines);
  }

  /** Returns what was started. */
  public List<ProcessSpec> started() {
    return started;
  }

  @Override
  public ProcessRunner processes() {
    return this::play;
  }

  private ProcessResult play(ProcessSpec spec, ProcessListener listener) {
    started.add(spec);
    lines.forEach(listener::stdout);
    return new ProcessResult(end, Instant.EPOCH, Instant.EPOCH);
  }

  @Override
  public Answer ask(List<String> argv, Map<String, String> variables) {
    return new Answer(end, String.join("\n", lines));
  }

  @Override
  public void emit(AgentEvent event) {}

  @Override
  public void keepOutput(Stream stream, String line) {}

  @Override
  public Map<String, String> hostEnvironment() {
    return environment;
  }
}
