package dev.attractor.providers.claude;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.ToolHooks;
import dev.attractor.providers.cli.HookWatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tool hooks of a task as hooks of claude: settings that name a script, the script, and the
 * commands beside it. To claude only exit code 2 keeps a call from being made, so the script turns
 * every failure into that one, and notes beside them what ran and how it ended.
 */
final class ClaudeHooks implements HookWatch {
  private static final String SETTINGS = "settings.json";
  private static final String SCRIPT = "hook.sh";
  private static final String LOG = "log";
  private static final String PRE = "pre";
  private static final String POST = "post";
  private static final int FIELDS = 4;

  /** For claude, which lets a call pass when this is over: the script has its own limit. */
  private static final int SECONDS = 24 * 3600;

  private final AgentTask task;
  private final Path folder;
  private final List<Ran> untold = new ArrayList<>();
  private Optional<IOException> trouble = Optional.empty();
  private int read;
  private int calls;
  private boolean hasRunBefore;

  ClaudeHooks(AgentTask task) {
    this.task = task;
    this.folder = task.scratch().resolve("tool_hooks");
  }

  /** Returns the file for {@code --settings}. */
  Path settings() {
    return folder.resolve(SETTINGS);
  }

  /** Makes the files that claude has to find. */
  void prepare() throws IOException {
    ToolHooks hooks = task.toolHooks();
    Files.createDirectories(folder);
    Files.write(folder.resolve(SCRIPT), script());
    Files.writeString(folder.resolve(LOG), "");
    Map<String, Object> events = new LinkedHashMap<>();
    if (!hooks.pre().isEmpty()) {
      Files.writeString(folder.resolve(PRE), hooks.pre() + "\n");
      events.put("PreToolUse", calls(PRE, " || exit 2")); // also when the script is gone
    }
    if (!hooks.post().isEmpty()) {
      Files.writeString(folder.resolve(POST), hooks.post() + "\n");
      events.put("PostToolUse", calls(POST, ""));
      events.put("PostToolUseFailure", calls(POST, ""));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("disableAllHooks", false);
    settings.put("hooks", events);
    Files.writeString(settings(), JsonMapper.shared().writeValueAsString(settings));
  }

  private List<Object> calls(String kind, String otherwise) {
    String command =
        "sh %s %s %s%s"
            .formatted(quoted(folder.resolve(SCRIPT)), kind, quoted(task.directory()), otherwise);
    return List.of(
        Map.of(
            "matcher",
            "*",
            "hooks",
            List.of(Map.of("type", "command", "command", command, "timeout", SECONDS))));
  }

  private static byte[] script() throws IOException {
    try (InputStream in = ClaudeHooks.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException(SCRIPT + " is missing from the program");
      }
      return in.readAllBytes();
    }
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }

  /** What was denied is told with the words that the agent was given for it. */
  @Override
  public List<String> after(AgentEvent.ToolResult result) {
    if (!result.failed()) {
      calls++;
    }
    untold.addAll(fresh());
    List<String> lines = new ArrayList<>();
    untold.removeIf(one -> {
      boolean isItsTurn = !one.isBefore() || one.call().equals(result.id());
      if (isItsTurn) {
        lines.add(line(one, reason(one, result.output())));
      }
      return isItsTurn;
    });
    return lines;
  }

  /** Also that nothing ran although tools were called. */
  @Override
  public List<String> atTheEnd() {
    untold.addAll(fresh());
    List<String> lines = new ArrayList<>(untold.stream().map(one -> line(one, "")).toList());
    untold.clear();
    trouble.ifPresent(
        e -> lines.add("tool hooks, on %s: what they did cannot be told: %s".formatted(node(), e)));
    if (calls > 0 && !task.toolHooks().pre().isEmpty() && !hasRunBefore && trouble.isEmpty()) {
      lines.add(
          "%s, on %s: claude has called tools and not run it (%d calls): see claude's own settings"
              .formatted(ToolHooks.PRE, node(), calls));
    }
    return lines;
  }

  /** One run of a command, as the script has noted it. */
  private record Ran(boolean isBefore, String exitCode, String tool, String call) {
    boolean isWell() {
      return exitCode.equals("0");
    }
  }

  /** Reads the notes since the last time; returns those of commands that failed. */
  private List<Ran> fresh() {
    String notes;
    try {
      notes = new String(Files.readAllBytes(folder.resolve(LOG)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      trouble = Optional.of(e);
      return List.of();
    }
    List<String> whole = notes.substring(0, notes.lastIndexOf('\n') + 1).lines().toList();
    List<Ran> all =
        whole.stream()
            .skip(read)
            .map(line -> line.split("\t", -1))
            .filter(fields -> fields.length == FIELDS) // a killed script may have left half a line
            .map(fields -> new Ran(fields[0].equals(PRE), fields[1], fields[2], fields[3]))
            .toList();
    read = whole.size();
    hasRunBefore |= all.stream().anyMatch(Ran::isBefore);
    return all.stream().filter(one -> !one.isWell()).toList();
  }

  /** Returns what the script has said of it to claude, or nothing. */
  private static String reason(Ran ran, String output) {
    String denial =
        "%s denies %s (exit code %s): ".formatted(ToolHooks.PRE, ran.tool(), ran.exitCode());
    int at = output.indexOf(denial);
    return ran.isBefore() && at >= 0
        ? output.substring(at + denial.length()).lines().findFirst().orElse("").strip()
        : "";
  }

  private String line(Ran ran, String reason) {
    return "%s, on %s: %s (exit code %s)%s"
        .formatted(
            ran.isBefore() ? ToolHooks.PRE : ToolHooks.POST,
            node(),
            ran.isBefore()
                ? "%s was denied".formatted(ran.tool())
                : "the command after %s failed".formatted(ran.tool()),
            ran.exitCode(),
            reason.isEmpty() ? "" : ": " + reason);
  }

  private String node() {
    return task.nodeId();
  }
}
