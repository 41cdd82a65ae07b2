package dev.attractor.providers.claude;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.Cli;
import dev.attractor.providers.cli.HookWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line {@code claude}. */
public final class ClaudeCli implements Cli {
  private static final List<String> PASSED_ON =
      List.of(
          "ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_MAX_RETRIES");

  @Override
  public String name() {
    return "anthropic";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("claude");
  }

  @Override
  public String program() {
    return "claude";
  }

  @Override
  public String npmPackage() {
    return "@anthropic-ai/claude-code";
  }

  @Override
  public List<String> helpArguments() {
    return List.of("--help");
  }

  @Override
  public List<String> needed() {
    return List.of("--output-format", "stream-json", "--verbose", "--dangerously-skip-permissions");
  }

  @Override
  public List<String> keys() {
    return List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN");
  }

  @Override
  public Path login(Map<String, String> host) {
    return Optional.ofNullable(host.get("CLAUDE_CONFIG_DIR"))
        .map(Path::of)
        .orElse(Cli.inHome(host, ".claude"))
        .resolve(".credentials.json");
  }

  /** On a Mac it lies in the keychain. */
  @Override
  public boolean seesLogin() {
    return !System.getProperty("os.name").startsWith("Mac");
  }

  @Override
  public String howToLogIn() {
    return "set ANTHROPIC_API_KEY, or log in: claude, then /login";
  }

  @Override
  public List<String> arguments(AgentTask task, Map<String, String> host, boolean byStdin) {
    // stream-json is refused without --verbose, so the pair is never taken apart.
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-p",
                "--output-format",
                "stream-json",
                "--verbose",
                "--dangerously-skip-permissions"));
    if (!task.model().isEmpty()) {
      arguments.addAll(List.of("--model", task.model()));
    }
    if (!task.toolHooks().isEmpty()) {
      arguments.addAll(List.of("--settings", new ClaudeHooks(task).settings().toString()));
    }
    task.session().ifPresent(id -> arguments.addAll(List.of("--resume", id)));
    if (!byStdin) {
      arguments.add(task.prompt());
    }
    return arguments;
  }

  @Override
  public Map<String, String> environment(AgentTask task, Map<String, String> host, boolean hasKey) {
    Map<String, String> environment = new LinkedHashMap<>(Cli.passOn(host, PASSED_ON));
    environment.put("DISABLE_AUTOUPDATER", "1");
    environment.put("DISABLE_TELEMETRY", "1");
    environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    if (System.getProperty("user.name").equals("root")) {
      environment.put("IS_SANDBOX", "1"); // root may not skip permissions otherwise
    }
    return environment;
  }

  @Override
  public void prepare(AgentTask task, boolean hasKey) throws IOException {
    if (!task.toolHooks().isEmpty()) {
      new ClaudeHooks(task).prepare();
    }
  }

  @Override
  public boolean honoursToolHooks() {
    return true;
  }

  @Override
  public HookWatch hooks(AgentTask task) {
    return task.toolHooks().isEmpty() ? HookWatch.NONE : new ClaudeHooks(task);
  }

  @Override
  public AgentStream stream() {
    return new ClaudeStream();
  }
}
