package dev.attractor.engine.stage;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a provider may use, bound to one use: programs end with its cancellation.
 *
 * @param record identifies the program that runs, if it has to be found after a crash
 * @param warnings is told what a person should know
 */
public record BoundRuntime(
    ProcessSupervisor supervisor,
    Cancellation cancellation,
    Optional<Path> record,
    Map<String, String> hostEnvironment,
    Consumer<AgentEvent> events,
    BiConsumer<Stream, String> output,
    Consumer<String> warnings)
    implements AgentRuntime {
  @Override
  public ProcessRunner processes() {
    return (spec, listener) -> supervisor.run(recorded(spec), listener, cancellation);
  }

  private ProcessSpec recorded(ProcessSpec spec) {
    return record.map(spec::recordedIn).orElse(spec);
  }

  @Override
  public void emit(AgentEvent event) {
    events.accept(event);
  }

  @Override
  public void warn(String message) {
    warnings.accept(message);
  }

  @Override
  public void keepOutput(Stream stream, String line) {
    output.accept(stream, line);
  }
}
