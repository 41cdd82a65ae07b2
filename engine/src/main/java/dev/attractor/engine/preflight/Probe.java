package dev.attractor.engine.preflight;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ProbeMemory;
import dev.attractor.ports.process.ProcessSupervisor;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks programs about themselves, each only once until its file changes.
 *
 * @param directory where they run
 */
record Probe(
    ProcessSupervisor processes,
    ProbeMemory memory,
    Cancellation cancellation,
    Path directory,
    Map<String, String> hostEnvironment)
    implements ProbeRuntime {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int LONGEST_ANSWER = 1_000_000;

  @Override
  public Answer ask(List<String> argv, Map<String, String> environment) {
    ProcessSpec spec = ProcessSpec.of(argv, directory, environment).withTimeout(Optional.of(LIMIT));
    Optional<Path> program = processes.locate(spec);
    List<String> arguments = argv.subList(1, argv.size());
    return program
        .flatMap(file -> memory.recall(file, arguments))
        .map(text -> new Answer(new ProcessResult.Exited(0), text))
        .orElseGet(() -> {
          Answer answer = askNow(spec);
          if (answer.succeeded()) {
            program.ifPresent(file -> memory.keep(file, arguments, answer.text()));
          }
          return answer;
        });
  }

  private Answer askNow(ProcessSpec spec) {
    Text text = new Text();
    ProcessResult result = processes.run(spec, text, cancellation);
    return new Answer(result.end(), text.lines.toString());
  }

  private static final class Text implements ProcessListener {
    private final StringBuilder lines = new StringBuilder();

    @Override
    public void stdout(String line) {
      if (lines.length() + line.length() < LONGEST_ANSWER) {
        lines.append(line).append('\n');
      }
    }

    @Override
    public void stderr(String line) {}
  }
}
