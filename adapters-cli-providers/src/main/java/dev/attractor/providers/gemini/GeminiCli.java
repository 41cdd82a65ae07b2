package dev.attractor.providers.gemini;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.Cli;
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
  public List<String> keys() {
    return List.of("GEMINI_API_KEY");
  }

  @Override
  public Path login(Map<String, String> host) {
    return Cli.inHome(host, ".gemini", "oauth_creds.json");
  }

  @Override
  public String howToLogIn() {
    return "set GEMINI_API_KEY, or log in: gemini, then /auth";
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
  public Map<String, String> environment(AgentTask task, Map<String, String> host, boolean hasKey) {
    Map<String, String> environment = new LinkedHashMap<>(Cli.passOn(host, PASSED_ON));
    environment.put("GEMINI_TELEMETRY_ENABLED", "false");
    if (hasKey) {
      environment.put("GEMINI_CLI_HOME", task.home().toString());
    }
    return environment;
  }

  /** It takes a key only where its settings say so, whatever the environment has. */
  @Override
  public void prepare(AgentTask task, boolean hasKey) throws IOException {
    if (hasKey) {
      Files.writeString(
          Files.createDirectories(task.home().resolve(".gemini")).resolve("settings.json"),
          "{\"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}}}\n");
    }
  }

  @Override
  public AgentStream stream() {
    return new GeminiStream();
  }
}
