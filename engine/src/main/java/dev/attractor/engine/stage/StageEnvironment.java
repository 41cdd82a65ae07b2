package dev.attractor.engine.stage;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.stage.StageRequest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the programs of a stage see of the environment. */
public final class StageEnvironment {
  private static final Set<String> FOR_AGENTS =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "LANG",
          "LANGUAGE",
          "TZ",
          "TMPDIR",
          "TERM",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "all_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "NODE_EXTRA_CA_CERTS",
          "XDG_CONFIG_HOME",
          "XDG_CACHE_HOME",
          "XDG_DATA_HOME",
          "JAVA_HOME");

  /** Characters; Linux takes 128 kB, of which one may take four. */
  private static final int LONGEST = 30_000;

  private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9_]");

  private final HostEnvironment host;

  @Inject
  StageEnvironment(HostEnvironment host) {
    this.host = host;
  }

  /** A tool runs as in its author's shell, but for marks that would lead it astray. */
  public Map<String, String> forTool(StageRequest request) {
    Map<String, String> environment = forShell();
    environment.putAll(ofStage(request));
    return environment;
  }

  /** The same for a command that belongs to no stage. */
  public Map<String, String> forShell() {
    Map<String, String> environment = new LinkedHashMap<>(host.variables());
    environment.keySet().removeIf(StageEnvironment::misleads);
    return environment;
  }

  /** An agent sees what is on the list and nothing else; its provider adds what it needs. */
  public Map<String, String> forAgent(StageRequest request) {
    Map<String, String> environment = forAgent();
    environment.putAll(ofStage(request));
    return environment;
  }

  /** The same for an agent that works on no stage. */
  public Map<String, String> forAgent() {
    Map<String, String> environment = new LinkedHashMap<>();
    host.variables()
        .forEach((name, value) -> {
          if (FOR_AGENTS.contains(name) || name.startsWith("LC_")) {
            environment.put(name, value);
          }
        });
    return environment;
  }

  /** Marks of an enclosing agent session or git command belong to that one, not to the stage. */
  private static boolean misleads(String name) {
    return name.startsWith("CLAUDECODE")
        || name.startsWith("CLAUDE_CODE_")
        || name.startsWith("CODEX_SANDBOX")
        || Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX").contains(name);
  }

  /** The context goes into a file: nothing that an agent said is ever spliced into a shell. */
  private static Map<String, String> ofStage(StageRequest request) {
    Path context = request.folder().context(new TreeMap<>(request.state().context()));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("ATTRACTOR_RUN_ID", request.runId().text());
    environment.put("ATTRACTOR_NODE_ID", request.node().id().value());
    environment.put("ATTRACTOR_VISIT", Integer.toString(request.attempt().visit()));
    environment.put("ATTRACTOR_ATTEMPT", Integer.toString(request.attempt().number()));
    environment.put("ATTRACTOR_WORKTREE", request.worktree().toString());
    environment.put("ATTRACTOR_STAGE_DIR", request.folder().path().toString());
    environment.put("ATTRACTOR_CONTEXT_FILE", context.toString());
    request
        .state()
        .item()
        .ifPresent(item -> {
          environment.put("ATTRACTOR_ITEM", item.item().json());
          environment.put("ATTRACTOR_INDEX", Integer.toString(item.index()));
        });
    environment.put("ATTRACTOR_STATUS_PATH", request.folder().statusPath().toString());
    putText(environment, "ATTRACTOR_GOAL", request.state().fact("graph.goal"));
    request
        .config()
        .variables()
        .forEach((name, value) -> putText(environment, ofVariable(name), value));
    predecessor(request.state())
        .ifPresent(from -> {
          environment.put("ATTRACTOR_PREDECESSOR_NODE", from.value());
          environment.put(
              "ATTRACTOR_PREDECESSOR_OUTCOME",
              request
                  .state()
                  .outcomeOf(from)
                  .map(outcome -> outcome.status().word())
                  .orElse("success")); // a fan-out, which has opened its branches
        });
    return environment;
  }

  private static Optional<NodeId> predecessor(RunState state) {
    return state
        .arrival()
        .map(RunState.Arrival::from)
        .or(() -> state.origin().branch().map(branch -> branch.fanOuts().getLast()));
  }

  private static String ofVariable(String name) {
    return "ATTRACTOR_VAR_" + NO_NAME.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
  }

  /** No system takes very long texts in the environment, or ones with a zero. */
  private static void putText(Map<String, String> environment, String name, String text) {
    if (text.length() <= LONGEST && text.indexOf('\0') < 0) {
      environment.put(name, text);
    }
  }
}
