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
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.spi.ProviderSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

  @Override
  public boolean honoursToolHooks() {
    return cli.honoursToolHooks();
  }

  /** All three write down what was said as it is said. */
  @Override
  public boolean keepsSessions() {
    return true;
  }

  // --- before a run ---

  @Override
  public List<Finding> probe(ProviderSettings settings, ProbeRuntime runtime) {
    String program = program(settings);
    Map<String, String> environment = withSettings(runtime.hostEnvironment(), settings);
    List<String> asksForHelp = new ArrayList<>(List.of(program));
    asksForHelp.addAll(cli.helpArguments());
    ProbeRuntime.Answer help = runtime.ask(asksForHelp, environment);
    List<Finding> findings = new ArrayList<>();
    findings.add(executable(String.join(" ", asksForHelp), help.end()));
    if (help.succeeded()) {
      findings.add(version(program, runtime.ask(List.of(program, "--version"), environment)));
      findings.add(capabilities(program, help.text()));
      findings.add(
          new Credentials(cli.keys(), runtime.hostEnvironment(), settings)
              .find(cli.login(runtime.hostEnvironment()), cli.seesLogin(), cli.howToLogIn()));
    }
    return findings;
  }

  private Finding executable(String command, ProcessResult.End end) {
    return switch (end) {
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
              "executable", command + " did not end", "run it by hand and see what it does");
    };
  }

  /** An unknown version is no reason not to run: what counts is what the program can do. */
  private static Finding version(String program, ProbeRuntime.Answer answer) {
    String version = answer.text().lines().findFirst().orElse("").strip();
    return answer.succeeded() && !version.isEmpty()
        ? Finding.pass("version", "%s is %s".formatted(program, version))
        : Finding.warn(
            "version",
            program + " --version tells no version",
            "see that it is the program you mean");
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
    Credentials credentials =
        new Credentials(cli.keys(), runtime.hostEnvironment(), task.settings());
    Map<String, String> environment = new LinkedHashMap<>(task.environment());
    environment.putAll(cli.environment(task, runtime.hostEnvironment(), credentials.hasKey()));
    environment = withSettings(environment, task.settings());
    environment.keySet().removeAll(cli.keys());
    environment.putAll(credentials.keys());
    ProcessSpec spec =
        ProcessSpec.of(argv, task.directory(), environment)
            .withStdin(byStdin ? task.prompt() : "")
            .withTimeout(task.timeout())
            .withIdleTimeout(task.idleTimeout());
    prepare(task, credentials.hasKey());
    StreamListener ear = new StreamListener(cli.stream(), cli.hooks(task), runtime);
    ProcessResult result = runtime.processes().run(spec, ear);
    AgentStream stream = ear.stream;
    ear.hooks.atTheEnd().forEach(runtime::warn);
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

  private void prepare(AgentTask task, boolean hasKey) {
    try {
      cli.prepare(task, hasKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
  private static final class StreamListener implements ProcessListener {
    private final AgentStream stream;
    private final HookWatch hooks;
    private final AgentRuntime runtime;
    private final StringBuilder lastWords = new StringBuilder();

    StreamListener(AgentStream stream, HookWatch hooks, AgentRuntime runtime) {
      this.stream = stream;
      this.hooks = hooks;
      this.runtime = runtime;
    }

    @Override
    public synchronized void stdout(String line) {
      runtime.keepOutput(AgentRuntime.Stream.STDOUT, line);
      stream.line(line).forEach(this::tell);
    }

    private void tell(AgentEvent event) {
      runtime.emit(event);
      if (event instanceof AgentEvent.ToolResult result) {
        hooks.after(result).forEach(runtime::warn);
      }
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
