package dev.attractor.providers.cli;

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
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.spi.ProviderSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An agent that is a command line without a person in front of it. */
public final class CliAgent implements AgentProvider {
  /** An argument may have 128 KiB on Linux; the rest of the line needs some, too. */
  private static final int LONGEST_ARGUMENT = 100_000;

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(60);

  private final Cli cli;

  /** Makes an agent of a command line. */
  public CliAgent(Cli cli) {
    this.cli = cli;
  }

  @Override
  public String name() {
    return cli.name();
  }

  @Override
  public Set<String> aliases() {
    return cli.aliases();
  }

  // --- before a run ---

  @Override
  public List<Finding> probe(ProviderSettings settings, AgentRuntime runtime) {
    String program = program(settings);
    List<String> argv = new ArrayList<>(List.of(program));
    argv.addAll(cli.helpArguments());
    StringBuilder help = new StringBuilder();
    ProcessSpec spec =
        ProcessSpec.of(
                argv,
                Path.of(System.getProperty("java.io.tmpdir")),
                withSettings(runtime.hostEnvironment(), settings))
            .withTimeout(Optional.of(PROBE_LIMIT));
    ProcessResult result =
        runtime
            .processes()
            .run(
                spec,
                new ProcessListener() {
                  @Override
                  public void stdout(String line) {
                    help.append(line).append('\n');
                  }

                  @Override
                  public void stderr(String line) {}
                });
    List<Finding> findings = new ArrayList<>();
    findings.add(executable(String.join(" ", argv), result));
    if (result.succeeded()) {
      findings.add(capabilities(program, help.toString()));
      findings.add(cli.credentials(runtime.hostEnvironment(), settings));
    }
    return findings;
  }

  private Finding executable(String command, ProcessResult result) {
    return switch (result.end()) {
      case ProcessResult.Exited(int code) when code == 0 ->
          Finding.pass("executable", command + " answers");
      case ProcessResult.Exited(int code) ->
          Finding.fail(
              "executable",
              "%s ended with exit code %d".formatted(command, code),
              "run it by hand and see what it says");
      case ProcessResult.NotStarted(String why) ->
          Finding.fail(
              "executable",
              why,
              "install it: npm install -g %s, and see that it is on the PATH"
                  .formatted(cli.npmPackage()));
      case ProcessResult.Stopped _ ->
          Finding.fail(
              "executable",
              "%s did not end within %d s".formatted(command, PROBE_LIMIT.toSeconds()),
              "run it by hand and see what it does");
    };
  }

  private Finding capabilities(String program, String help) {
    List<String> missing = cli.needed().stream().filter(flag -> !help.contains(flag)).toList();
    return missing.isEmpty()
        ? Finding.pass("capabilities", program + " knows all flags that a stage needs")
        : Finding.fail(
            "capabilities",
            "the help of %s does not know %s".formatted(program, String.join(", ", missing)),
            "update it: npm install -g " + cli.npmPackage());
  }

  // --- in a run ---

  @Override
  public AgentResult run(AgentTask task, AgentRuntime runtime) {
    boolean byStdin = task.prompt().getBytes(StandardCharsets.UTF_8).length > LONGEST_ARGUMENT;
    List<String> argv = new ArrayList<>(List.of(program(task.settings())));
    argv.addAll(cli.arguments(task, runtime.hostEnvironment(), byStdin));
    Map<String, String> environment = new LinkedHashMap<>(task.environment());
    environment.putAll(cli.environment(task, runtime.hostEnvironment()));
    environment = withSettings(environment, task.settings());
    ProcessSpec spec =
        ProcessSpec.of(argv, task.directory(), environment)
            .withStdin(byStdin ? task.prompt() : "")
            .withTimeout(task.timeout())
            .withIdleTimeout(task.idleTimeout());
    cli.prepare(task, runtime.hostEnvironment());
    Ear ear = new Ear(cli.stream(), runtime);
    ProcessResult result = runtime.processes().run(spec, ear);
    AgentStream stream = ear.stream;
    return new AgentResult(
        failure(stream, result, ear.lastWords.toString()),
        stream.result().isPresent() && result.succeeded(),
        stream.result().map(AgentEvent.Result::text).orElse(""),
        stream.session(),
        stream.result().map(AgentEvent.Result::usage).orElse(Usage.NONE),
        Optional.of(
            new Invocation(
                argv.getFirst(),
                argv,
                byStdin ? "stdin" : "argument",
                List.copyOf(environment.keySet()),
                result)));
  }

  private String program(ProviderSettings settings) {
    return settings.executable().orElse(cli.program());
  }

  /** Marks of an enclosing agent session are never passed on. */
  private static Map<String, String> withSettings(
      Map<String, String> base, ProviderSettings settings) {
    Map<String, String> environment = new LinkedHashMap<>(base);
    environment
        .keySet()
        .removeIf(name -> name.startsWith("CLAUDECODE") || name.startsWith("CODEX_SANDBOX"));
    environment.putAll(settings.environment());
    return environment;
  }

  /** What the stream says counts for more than how the program ended, unless we ended it. */
  private Optional<Failure> failure(AgentStream stream, ProcessResult result, String lastWords) {
    Optional<Failure> byEnd = ProcessEvidence.failureOf(cli.program(), result, lastWords);
    boolean endedByUs =
        result.end() instanceof ProcessResult.Stopped(ProcessResult.Reason reason)
            && reason != ProcessResult.Reason.ENOUGH;
    if (endedByUs) {
      return byEnd;
    }
    return stream
        .failure()
        .or(() -> byEnd)
        .or(() ->
            stream.result().isPresent()
                ? Optional.empty()
                : Optional.of(
                    Failure.of(
                        FailureClass.TRANSIENT_INFRA,
                        cli.program() + " ended without a result: its stream was cut off",
                        "no result event")));
  }

  /** Hears the program. Its two outputs come from two threads, the stream has one reader. */
  private static final class Ear implements ProcessListener {
    private final AgentStream stream;
    private final AgentRuntime runtime;
    private final StringBuilder lastWords = new StringBuilder();

    Ear(AgentStream stream, AgentRuntime runtime) {
      this.stream = stream;
      this.runtime = runtime;
    }

    @Override
    public synchronized void stdout(String line) {
      runtime.keepOutput(AgentRuntime.Stream.STDOUT, line);
      stream.line(line).forEach(runtime::emit);
    }

    @Override
    public synchronized void stderr(String line) {
      runtime.keepOutput(AgentRuntime.Stream.STDERR, line);
      stream.errorLine(line).forEach(runtime::emit);
      if (!line.isBlank()) {
        lastWords.setLength(0);
        lastWords.append(line);
      }
    }

    @Override
    public boolean enough() {
      return stream.isHopeless();
    }
  }
}
