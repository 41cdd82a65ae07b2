package dev.attractor.providers.claude;

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
import dev.attractor.providers.ProcessEvidence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The command line {@code claude}, without a person in front of it. */
public final class ClaudeCli implements AgentProvider {
  /** An argument may have 128 KiB on Linux; the rest of the line needs some, too. */
  private static final int LONGEST_ARGUMENT = 100_000;

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);
  private static final List<String> NEEDED_FLAGS =
      List.of("--output-format", "stream-json", "--verbose", "--dangerously-skip-permissions");
  private static final List<String> CREDENTIALS =
      List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN");
  private static final List<String> PASSED_ON =
      List.of("ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL", "CLAUDE_CONFIG_DIR");

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("claude");
  }

  @Override
  public List<Finding> probe(ProviderSettings settings, AgentRuntime runtime) {
    String program = program(settings);
    StringBuilder help = new StringBuilder();
    ProcessSpec spec =
        ProcessSpec.of(
                List.of(program, "--help"),
                Path.of(System.getProperty("java.io.tmpdir")),
                environment(runtime.hostEnvironment(), settings, runtime.hostEnvironment()))
            .withTimeout(Optional.of(PROBE_LIMIT));
    ProcessResult result = runtime.processes().run(spec, lines(help::append, _ -> {}));
    List<Finding> findings = new ArrayList<>();
    findings.add(executable(program, result));
    if (result.succeeded()) {
      findings.add(capabilities(program, help.toString()));
      findings.add(credentials(runtime.hostEnvironment(), settings));
    }
    return findings;
  }

  private static Finding executable(String program, ProcessResult result) {
    return switch (result.end()) {
      case ProcessResult.Exited(int code) when code == 0 ->
          Finding.pass("executable", program + " answers");
      case ProcessResult.Exited(int code) ->
          Finding.fail(
              "executable",
              "%s --help ended with exit code %d".formatted(program, code),
              "run it by hand and see what it says");
      case ProcessResult.NotStarted(String why) ->
          Finding.fail(
              "executable",
              why,
              "install it: npm install -g @anthropic-ai/claude-code, and see that it is on the PATH");
      case ProcessResult.Stopped _ ->
          Finding.fail(
              "executable",
              "%s --help did not end within %d s".formatted(program, PROBE_LIMIT.toSeconds()),
              "run it by hand and see what it does");
    };
  }

  private static Finding capabilities(String program, String help) {
    List<String> missing = NEEDED_FLAGS.stream().filter(flag -> !help.contains(flag)).toList();
    return missing.isEmpty()
        ? Finding.pass("capabilities", program + " knows all flags that a stage needs")
        : Finding.fail(
            "capabilities",
            "%s --help does not know %s".formatted(program, String.join(", ", missing)),
            "update it: npm install -g @anthropic-ai/claude-code");
  }

  private static Finding credentials(Map<String, String> host, ProviderSettings settings) {
    Optional<String> variable =
        CREDENTIALS.stream()
            .filter(name -> host.containsKey(name) || settings.environment().containsKey(name))
            .findFirst();
    if (variable.isPresent()) {
      return Finding.pass("credentials", variable.get() + " is set");
    }
    Path folder =
        Optional.ofNullable(host.get("CLAUDE_CONFIG_DIR"))
            .map(Path::of)
            .orElse(Path.of(host.getOrDefault("HOME", "/"), ".claude"));
    if (Files.exists(folder.resolve(".credentials.json"))) {
      return Finding.pass("credentials", "claude is logged in");
    }
    String remedy = "set ANTHROPIC_API_KEY, or log in: claude, then /login";
    return System.getProperty("os.name").startsWith("Mac")
        ? Finding.warn("credentials", "no API key is set; a login cannot be seen here", remedy)
        : Finding.fail("credentials", "claude has no API key and is not logged in", remedy);
  }

  @Override
  public AgentResult run(AgentTask task, AgentRuntime runtime) {
    boolean byStdin = task.prompt().getBytes(StandardCharsets.UTF_8).length > LONGEST_ARGUMENT;
    List<String> argv = argv(task, byStdin);
    Map<String, String> environment =
        environment(task.environment(), task.settings(), runtime.hostEnvironment());
    ProcessSpec spec =
        ProcessSpec.of(argv, task.directory(), environment)
            .withStdin(byStdin ? task.prompt() : "")
            .withTimeout(task.timeout());
    ClaudeStream stream = new ClaudeStream();
    StringBuilder lastWords = new StringBuilder();
    ProcessResult result =
        runtime
            .processes()
            .run(
                spec,
                new ProcessListener() {
                  @Override
                  public void stdout(String line) {
                    runtime.keepOutput(AgentRuntime.Stream.STDOUT, line);
                    stream.line(line).forEach(runtime::emit);
                  }

                  @Override
                  public void stderr(String line) {
                    runtime.keepOutput(AgentRuntime.Stream.STDERR, line);
                    if (!line.isBlank()) {
                      lastWords.setLength(0);
                      lastWords.append(line);
                    }
                  }

                  @Override
                  public boolean enough() {
                    return stream.isHopeless();
                  }
                });
    return new AgentResult(
        failure(stream, result, lastWords.toString()),
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

  /** What the stream says counts for more than how the program ended, unless we ended it. */
  private static Optional<Failure> failure(
      ClaudeStream stream, ProcessResult result, String lastWords) {
    Optional<Failure> byEnd = ProcessEvidence.failureOf("claude", result, lastWords);
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
                        "claude ended without a result: its stream was cut off",
                        "no result event")));
  }

  private static List<String> argv(AgentTask task, boolean byStdin) {
    List<String> argv = new ArrayList<>();
    argv.add(program(task.settings()));
    // stream-json is refused without --verbose, so the pair is never taken apart.
    argv.addAll(List.of("-p", "--output-format", "stream-json", "--verbose"));
    argv.add("--dangerously-skip-permissions");
    if (!task.model().isEmpty()) {
      argv.addAll(List.of("--model", task.model()));
    }
    task.session().ifPresent(id -> argv.addAll(List.of("--resume", id)));
    if (!byStdin) {
      argv.add(task.prompt());
    }
    return argv;
  }

  private static String program(ProviderSettings settings) {
    return settings.executable().orElse("claude");
  }

  private static Map<String, String> environment(
      Map<String, String> base, ProviderSettings settings, Map<String, String> host) {
    Map<String, String> environment = new LinkedHashMap<>(base);
    environment.keySet().removeIf(name -> name.startsWith("CLAUDECODE"));
    for (String name : CREDENTIALS) {
      Optional.ofNullable(host.get(name)).ifPresent(value -> environment.put(name, value));
    }
    for (String name : PASSED_ON) {
      Optional.ofNullable(host.get(name)).ifPresent(value -> environment.put(name, value));
    }
    environment.put("DISABLE_AUTOUPDATER", "1");
    environment.put("DISABLE_TELEMETRY", "1");
    environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    if (System.getProperty("user.name").equals("root")) {
      environment.put("IS_SANDBOX", "1"); // root may not skip permissions otherwise
    }
    environment.putAll(settings.environment());
    return environment;
  }

  private static ProcessListener lines(Consumer<String> stdout, Consumer<String> stderr) {
    return new ProcessListener() {
      @Override
      public void stdout(String line) {
        stdout.accept(line);
      }

      @Override
      public void stderr(String line) {
        stderr.accept(line);
      }
    };
  }
}
