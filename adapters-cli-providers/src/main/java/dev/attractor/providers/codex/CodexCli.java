package dev.attractor.providers.codex;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.providers.cli.AgentStream;
import dev.attractor.providers.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line {@code codex}. With a key it gets a home of the run, so that runs do not write
 * into one another's state; with a login it has to work in the person's own.
 */
public final class CodexCli implements Cli {
  private static final String KEY = "OPENAI_API_KEY";
  private static final String BASE_URL = "OPENAI_BASE_URL";

  @Override
  public String name() {
    return "openai";
  }

  @Override
  public Set<String> aliases() {
    return Set.of("codex");
  }

  @Override
  public String program() {
    return "codex";
  }

  @Override
  public String npmPackage() {
    return "@openai/codex";
  }

  @Override
  public List<String> helpArguments() {
    return List.of("exec", "--help");
  }

  @Override
  public List<String> needed() {
    return List.of("--json", "--sandbox", "workspace-write", "--model", "resume");
  }

  @Override
  public List<String> keys() {
    return List.of(KEY, "CODEX_API_KEY");
  }

  @Override
  public Path login(Map<String, String> host) {
    return ownHome(host).resolve("auth.json");
  }

  @Override
  public String howToLogIn() {
    return "set OPENAI_API_KEY, or log in: codex login";
  }

  private static Path ownHome(Map<String, String> host) {
    return Optional.ofNullable(host.get("CODEX_HOME"))
        .map(Path::of)
        .orElse(Cli.inHome(host, ".codex"));
  }

  @Override
  public List<String> arguments(AgentTask task, Map<String, String> host, boolean byStdin) {
    List<String> arguments = new ArrayList<>(List.of("exec"));
    task.session().ifPresent(_ -> arguments.add("resume"));
    arguments.add("--json");
    arguments.add("--skip-git-repo-check"); // the worktree is one; its trust is not for us to ask
    set(arguments, "sandbox_mode", "workspace-write");
    // It would write its environment, and so the key, into a file.
    arguments.addAll(List.of("-c", "features.shell_snapshot=false"));
    if (!task.model().isEmpty()) {
      arguments.addAll(List.of("-m", task.model()));
    }
    if (!task.reasoningEffort().isEmpty()) {
      set(arguments, "model_reasoning_effort", task.reasoningEffort());
    }
    Optional.ofNullable(task.settings().environment().getOrDefault(BASE_URL, host.get(BASE_URL)))
        .ifPresent(url -> provider(arguments, url));
    task.session().ifPresent(arguments::add);
    arguments.add(byStdin ? "-" : task.prompt());
    return arguments;
  }

  /** Another place than the usual one is a provider of its own to codex. */
  private static void provider(List<String> arguments, String url) {
    set(arguments, "model_provider", "attractor");
    set(arguments, "model_providers.attractor.name", "attractor");
    set(arguments, "model_providers.attractor.base_url", url);
    set(arguments, "model_providers.attractor.env_key", KEY);
    set(arguments, "model_providers.attractor.wire_api", "responses");
  }

  private static void set(List<String> arguments, String key, String value) {
    arguments.addAll(List.of("-c", "%s=\"%s\"".formatted(key, value)));
  }

  @Override
  public Map<String, String> environment(AgentTask task, Map<String, String> host, boolean hasKey) {
    if (!hasKey) {
      return Map.of("CODEX_HOME", ownHome(host).toString());
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("CODEX_HOME", task.home().toString());
    temporaryFolder(task).ifPresent(folder -> environment.put("TMPDIR", folder.toString()));
    return environment;
  }

  @Override
  public void prepare(AgentTask task, boolean hasKey) throws IOException {
    Optional<Path> folder = hasKey ? temporaryFolder(task) : Optional.empty();
    if (folder.isPresent()) {
      Files.createDirectories(folder.get());
    }
  }

  /**
   * Returns a folder of its own for temporary files, where it needs one: with a home below the
   * usual one it does not make the helper with which the system's bubblewrap starts its commands,
   * so that each of them fails, and the model says that all is done. It compares what links lead to
   * with the other as it stands; below an empty one is everything.
   */
  private static Optional<Path> temporaryFolder(AgentTask task) {
    String usual = task.environment().getOrDefault("TMPDIR", "/tmp");
    boolean isBelow =
        usual.isEmpty() || task.home().startsWith(usual) || real(task.home()).startsWith(usual);
    return isBelow ? Optional.of(real(task.home()).resolve("tmp")) : Optional.empty();
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder; // it is not there yet, and is made where it says
    }
  }

  @Override
  public AgentStream stream() {
    return new CodexStream();
  }
}
