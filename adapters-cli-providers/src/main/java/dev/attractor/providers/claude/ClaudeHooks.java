package dev.attractor.providers.claude;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.ToolHooks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tool hooks of a task as hooks of claude: settings that name a script, the script, and the
 * commands beside it. To claude only exit code 2 keeps a call from being made, so the script turns
 * every failure into that one.
 */
final class ClaudeHooks {
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

  /**
   * Returns what a person should know: what was denied, what failed, and that nothing ran although
   * tools were called.
   *
   * @param calls how many calls ended well
   */
  List<String> told(int calls) {
    List<String> lines = new ArrayList<>();
    List<Ran> all;
    try {
      all = ran();
    } catch (IOException e) {
      return List.of(
          "tool hooks, on %s: what they did cannot be told: %s".formatted(task.nodeId(), e));
    }
    all.stream().filter(one -> !one.isWell()).map(this::line).forEach(lines::add);
    if (calls > 0 && !task.toolHooks().pre().isEmpty() && all.stream().noneMatch(Ran::isBefore)) {
      lines.add(
          "%s, on %s: claude has called tools and not run it (%d calls): see claude's own settings"
              .formatted(ToolHooks.PRE, task.nodeId(), calls));
    }
    return lines;
  }

  /** One run of a command, as the script has noted it. */
  private record Ran(boolean isBefore, String exitCode, String tool, String firstLine) {
    boolean isWell() {
      return exitCode.equals("0");
    }
  }

  /** Reads the notes, and leaves none: what a command printed may be a secret. */
  private List<Ran> ran() throws IOException {
    Path log = folder.resolve(LOG);
    String notes = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    Files.writeString(log, "");
    return notes
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields.length == FIELDS) // a killed script may have left half a line
        .map(fields -> new Ran(fields[0].equals(PRE), fields[1], fields[2], fields[3]))
        .toList();
  }

  private String line(Ran ran) {
    return "%s, on %s: %s (exit code %s)%s"
        .formatted(
            ran.isBefore() ? ToolHooks.PRE : ToolHooks.POST,
            task.nodeId(),
            ran.isBefore()
                ? "%s was denied".formatted(ran.tool())
                : "the command after %s failed".formatted(ran.tool()),
            ran.exitCode(),
            ran.firstLine().isEmpty() ? "" : ": " + ran.firstLine());
  }
}
