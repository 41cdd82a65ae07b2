package com.example.command;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.Invocation;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.ports.spi.StageRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The provider {@code command}: runs the shell command of the node's attribute {@code
 * agent_command}, which reads the prompt from its standard input and prints its answer. Exit code
 * 75 (try again later, as in {@code sysexits.h}) is a failure that waiting can heal; any other but
 * 0 is one that it cannot.
 */
final class CommandProvider implements AgentProvider {
  /** The attribute of a node that names its command. */
  static final String ATTRIBUTE = "agent_command";

  private static final int TRY_AGAIN = 75;
  private static final int LONGEST_ANSWER = 100_000;

  @Override
  public String name() {
    return "command";
  }

  @Override
  public List<Finding> probe(ProviderSettings settings, ProbeRuntime runtime) {
    ProbeRuntime.Answer answer =
        runtime.ask(List.of("/bin/sh", "-c", "echo ready"), runtime.hostEnvironment());
    return List.of(
        answer.succeeded()
            ? Finding.pass("executable", "/bin/sh answers")
            : Finding.fail("executable", "/bin/sh does not answer", "see what is wrong with it"));
  }

  @Override
  public AgentResult run(AgentTask task, AgentRuntime runtime) {
    Map<String, String> environment = new HashMap<>(task.environment());
    environment.putAll(task.settings().environment());
    ProcessSpec spec =
        ProcessSpec.of(
                List.of("/bin/sh", "-c", task.attributes().getOrDefault(ATTRIBUTE, "")),
                task.directory(),
                environment)
            .withStdin(task.prompt())
            .withTimeout(task.timeout())
            .withIdleTimeout(task.idleTimeout());
    Answer answer = new Answer(runtime);
    ProcessResult result = runtime.processes().run(spec, answer);
    Optional<Failure> failure = failure(result.end());
    runtime.emit(new AgentEvent.Result(failure.isPresent(), answer.text(), Usage.NONE));
    return new AgentResult(
        failure,
        failure.isEmpty(),
        answer.text(),
        Optional.empty(),
        Usage.NONE,
        Optional.of(
            new Invocation(
                "/bin/sh", spec.argv(), "stdin", List.copyOf(environment.keySet()), result)));
  }

  private static Optional<Failure> failure(ProcessResult.End end) {
    return switch (end) {
      case ProcessResult.Exited(int code) when code == 0 -> Optional.empty();
      case ProcessResult.Exited(int code) ->
          Optional.of(
              Failure.of(
                  code == TRY_AGAIN ? FailureClass.TRANSIENT_INFRA : FailureClass.DETERMINISTIC,
                  "the command ended with exit code " + code,
                  "exit code " + code));
      case ProcessResult.NotStarted(String why) ->
          Optional.of(Failure.of(FailureClass.DETERMINISTIC, why, "not started"));
      case ProcessResult.Stopped(ProcessResult.Reason reason) ->
          Optional.of(
              Failure.of(
                  reason == ProcessResult.Reason.CANCELED
                      ? FailureClass.CANCELED
                      : FailureClass.TRANSIENT_INFRA,
                  "the command was ended: " + reason,
                  reason.name()));
    };
  }

  /** Keeps what the command prints: all of it with the artifacts, its end as the answer. */
  private static final class Answer implements ProcessListener {
    private final AgentRuntime runtime;
    private final List<String> lines = new ArrayList<>();
    private int length;

    Answer(AgentRuntime runtime) {
      this.runtime = runtime;
    }

    @Override
    public synchronized void stdout(String line) {
      runtime.keepOutput(StageRuntime.Stream.STDOUT, line);
      lines.addLast(line);
      length += line.length();
      while (length > LONGEST_ANSWER && lines.size() > 1) {
        length -= lines.removeFirst().length();
      }
    }

    @Override
    public void stderr(String line) {
      runtime.keepOutput(StageRuntime.Stream.STDERR, line);
    }

    synchronized String text() {
      return String.join("\n", lines);
    }
  }
}
