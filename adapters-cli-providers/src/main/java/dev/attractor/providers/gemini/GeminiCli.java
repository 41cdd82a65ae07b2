package dev.attractor.providers.gemini;

import dev.attractor.ports.Problem;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.Cli;
import dev.attractor.providers.cli.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line {@code gemini}. With a key it gets a home of the run, so that runs do not write
 * into one another's sessions; with a login it has to work in the person's own.
 */
public final class GeminiCli implements Cli {
  private static final List<String> KEYS = List.of("GEMINI_API_KEY");
  private static final List<String> PASSED_ON =
      List.of(
          "GOOGLE_GEMINI_BASE_URL",
          "GOOGLE_API_KEY",
          "GOOGLE_CLOUD_PROJECT",
          "GOOGLE_CLOUD_LOCATION",
          "GOOGLE_GENAI_USE_VERTEXAI",
          "GOOGLE_APPLICATION_CREDENTIALS");

  @Override
  public String name() {
    return "google";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("gemini");
  }

  @Override
  public String program() {
    return "gemini";
  }

  @Override
  public String npmPackage() {
    return "@google/gemini-cli";
  }

  @Override
  public List<String> helpArguments() {
    return List.of("--help");
  }

  @Override
  public List<String> needed() {
    return List.of("--output-format", "stream-json", "--yolo", "--skip-trust", "--resume");
  }

  @Override
  public Finding credentials(Map<String, String> host, ProviderSettings settings) {
    return Credentials.find(
        host,
        settings,
        KEYS,
        Path.of(host.getOrDefault("HOME", "/"), ".gemini", "oauth_creds.json"),
        "set GEMINI_API_KEY, or log in: gemini, then /auth");
  }

  @Override
  public List<String> arguments(AgentTask task, Map<String, String> host, boolean byStdin) {
    List<String> arguments =
        new ArrayList<>(List.of("--output-format", "stream-json", "--yolo", "--skip-trust"));
    if (!task.model().isEmpty()) {
      arguments.addAll(List.of("-m", task.model()));
    }
    task.session().ifPresent(id -> arguments.addAll(List.of("--resume", id)));
    if (!byStdin) {
      arguments.addAll(List.of("-p", task.prompt()));
    }
    return arguments;
  }

  @Override
  public Map<String, String> environment(AgentTask task, Map<String, String> host) {
    Map<String, String> environment = new LinkedHashMap<>(Credentials.passOn(host, KEYS));
    environment.putAll(Credentials.passOn(host, PASSED_ON));
    environment.put("GEMINI_TELEMETRY_ENABLED", "false");
    if (Credentials.hasKey(task, host, KEYS)) {
      environment.put("GEMINI_CLI_HOME", task.home().toString());
    }
    return environment;
  }

  /** It takes a key only where its settings say so, whatever the environment has. */
  @Override
  public void prepare(AgentTask task, Map<String, String> host) {
    if (!Credentials.hasKey(task, host, KEYS)) {
      return;
    }
    Path folder = task.home().resolve(".gemini");
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("settings.json"),
          "{\"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}}}\n");
    } catch (IOException e) {
      throw Problem.machine(
          "cannot write into %s: %s".formatted(folder, e.getMessage()),
          "free space or rights there, then resume the run",
          e);
    }
  }

  @Override
  public AgentStream stream() {
    return new GeminiStream();
  }
}
