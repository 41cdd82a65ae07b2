package dev.attractor.providers.claude;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.Cli;
import dev.attractor.providers.cli.Credentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The command line {@code claude}. */
public final class ClaudeCli implements Cli {
  private static final List<String> KEYS =
      List.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN");
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
  public Finding credentials(Map<String, String> host, ProviderSettings settings) {
    Path folder =
        Optional.ofNullable(host.get("CLAUDE_CONFIG_DIR"))
            .map(Path::of)
            .orElse(Path.of(host.getOrDefault("HOME", "/"), ".claude"));
    String how = "set ANTHROPIC_API_KEY, or log in: claude, then /login";
    Finding found =
        Credentials.find(host, settings, KEYS, folder.resolve(".credentials.json"), how);
    return found.level() == Finding.Level.FAIL && System.getProperty("os.name").startsWith("Mac")
        ? Finding.warn("credentials", "no API key is set; a login cannot be seen here", how)
        : found;
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
    task.session().ifPresent(id -> arguments.addAll(List.of("--resume", id)));
    if (!byStdin) {
      arguments.add(task.prompt());
    }
    return arguments;
  }

  @Override
  public Map<String, String> environment(AgentTask task, Map<String, String> host) {
    Map<String, String> environment = new LinkedHashMap<>(Credentials.passOn(host, KEYS));
    environment.putAll(Credentials.passOn(host, PASSED_ON));
    environment.put("DISABLE_AUTOUPDATER", "1");
    environment.put("DISABLE_TELEMETRY", "1");
    environment.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    if (System.getProperty("user.name").equals("root")) {
      environment.put("IS_SANDBOX", "1"); // root may not skip permissions otherwise
    }
    return environment;
  }

  @Override
  public AgentStream stream() {
    return new ClaudeStream();
  }
}
