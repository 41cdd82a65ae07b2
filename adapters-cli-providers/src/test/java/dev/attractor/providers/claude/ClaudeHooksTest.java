package dev.attractor.providers.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.ports.spi.ToolHooks;
import dev.attractor.providers.cli.CliAgent;
import dev.attractor.providers.cli.Played;
import dev.attractor.providers.codex.CodexCli;
import dev.attractor.providers.gemini.GeminiCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How tool hooks come to claude; the real program is tried in RealHooksTest of app-cli. */
class ClaudeHooksTest {
  private static final String CALL =
      "{\"session_id\":\"s\",\"hook_event_name\":\"PreToolUse\",\"tool_name\":\"Write\","
          + "\"tool_input\":{\"content\":\"\\\"tool_name\\\":\\\"Bash\\\"\",\"tool_name\":\"Inner\"},"
          + "\"tool_use_id\":\"toolu_1\"}";
  private static final String RESULT =
      "{\"type\":\"result\",\"is_error\":false,\"result\":\"done\",\"session_id\":\"s\"}";

  @TempDir private Path folder = Path.of("");
  private Path worktree = Path.of("");

  @BeforeEach
  void makeAWorktreeWithAnAwkwardName() throws IOException {
    worktree = Files.createDirectory(folder.resolve("it's a tree"));
  }

  private AgentTask task(Map<String, String> attributes) {
    return new AgentTask(
        "n",
        1,
        1,
        "do it",
        "",
        "",
        attributes,
        worktree,
        folder.resolve("it's scratch"),
        folder,
        folder.resolve("status.json"),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ProviderSettings.NONE);
  }

  private static ClaudeHooks prepared(AgentTask task) throws IOException {
    ClaudeHooks hooks = new ClaudeHooks(task);
    hooks.prepare();
    return hooks;
  }

  /** Returns what claude tells of the {@link #CALL}. */
  private static AgentEvent.ToolResult result(String output, boolean failed) {
    return new AgentEvent.ToolResult("toolu_1", output, failed);
  }

  private static JsonNode settings(AgentTask task) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(new ClaudeHooks(task).settings()));
  }

  /** Runs what the settings say for an event, as claude does; returns the exit code. */
  private int call(AgentTask task, String event) throws IOException, InterruptedException {
    String command =
        settings(task)
            .path("hooks")
            .path(event)
            .get(0)
            .path("hooks")
            .get(0)
            .path("command")
            .asString();
    Path input = Files.writeString(folder.resolve("input"), CALL);
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectInput(input.toFile())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    return process.waitFor();
  }

  @Test
  void theCommandLineNamesSettingsOnlyWhereThereAreHooks() throws IOException {
    AgentTask hooked = task(Map.of(ToolHooks.PRE, "./guard.sh"));
    ClaudeCli cli = new ClaudeCli();

    cli.prepare(hooked, false);

    assertThat(cli.arguments(hooked, Map.of(), false))
        .containsSequence("--settings", new ClaudeHooks(hooked).settings().toString())
        .endsWith("do it");
    assertThat(cli.arguments(task(Map.of(ToolHooks.PRE, " ")), Map.of(), false))
        .doesNotContain("--settings");
    assertThat(settings(hooked).path("disableAllHooks").asBoolean(true)).isFalse();
    assertThat(settings(hooked).path("hooks").propertyNames()).containsExactly("PreToolUse");
    assertThat(new CliAgent(cli).honoursToolHooks()).isTrue();
    assertThat(new CliAgent(new CodexCli()).honoursToolHooks()).isFalse();
    assertThat(new CliAgent(new GeminiCli()).honoursToolHooks()).isFalse();
  }

  @Test
  void theCommandSeesTheCallAndWorksInTheWorktree() throws Exception {
    AgentTask task =
        task(
            Map.of(
                ToolHooks.PRE,
                "cat >seen; echo \"$ATTRACTOR_TOOL_HOOK $ATTRACTOR_TOOL_NAME"
                    + " $ATTRACTOR_TOOL_CALL_ID\" >>seen"));
    ClaudeHooks hooks = prepared(task);

    assertThat(call(task, "PreToolUse")).isZero();

    assertThat(worktree.resolve("seen")).hasContent(CALL + "\npre Write toolu_1\n");
    assertThat(hooks.after(result("fine", false))).isEmpty();
    assertThat(hooks.atTheEnd()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "echo 'not here' >&2; exit 1, 1, not here",
    "exit 7, 7, ''",
    "no_such_command, 127, no_such_command",
    "if, 2, ''",
  })
  void whateverFailsBeforeACallDeniesIt(String command, int code, String said) throws Exception {
    AgentTask task = task(Map.of(ToolHooks.PRE, command));
    ClaudeHooks hooks = prepared(task);

    assertThat(call(task, "PreToolUse")).isEqualTo(2); // what claude takes for a no

    String heard = Files.readString(folder.resolve("err"));
    assertThat(heard)
        .startsWith("tool_hooks.pre denies Write (exit code %d): ".formatted(code))
        .contains(said);
    assertThat(hooks.after(new AgentEvent.ToolResult("another", heard, true))).isEmpty();
    assertThat(hooks.after(result("Hook error: [sh x]: " + heard, true)))
        .singleElement()
        .asString()
        .startsWith("tool_hooks.pre, on n: Write was denied (exit code %d)".formatted(code))
        .contains(said);
    assertThat(hooks.atTheEnd()).as("told once").isEmpty();
  }

  @Test
  void whatWasDeniedIsToldAtTheLatestWhenTheAgentEnds() throws Exception {
    AgentTask task = task(Map.of(ToolHooks.PRE, "exit 4"));
    ClaudeHooks hooks = prepared(task);

    call(task, "PreToolUse");

    assertThat(hooks.atTheEnd())
        .containsExactly("tool_hooks.pre, on n: Write was denied (exit code 4)");
  }

  /** A run may be killed at any time, and a part of a secret is known by no redactor. */
  @ParameterizedTest
  @CsvSource({"420, true", "2900, true", "3100, false"})
  void whatACommandPrintsLiesInNoFileAndIsToldWholeOrNotAtAll(int length, boolean isTold)
      throws Exception {
    String secret = "s".repeat(length);
    AgentTask task =
        task(Map.of(ToolHooks.PRE, "echo %1$s; echo %1$s >&2; exit 1".formatted(secret)));
    prepared(task);
    Path command = new ClaudeHooks(task).settings().resolveSibling("pre");

    call(task, "PreToolUse");

    try (var files = Files.walk(task.scratch())) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !file.equals(command)))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).content().doesNotContain("sss"));
    }
    assertThat(Files.readString(folder.resolve("err")))
        .isEqualTo(
            "tool_hooks.pre denies Write (exit code 1): %s%n",
            isTold ? secret : "its first line is too long to be told");
  }

  @Test
  void aCommandThatEndsAllAroundItDeniesAndLeavesNoWord() throws Exception {
    AgentTask task = task(Map.of(ToolHooks.PRE, "echo sss; kill -9 $PPID $$"));
    ClaudeHooks hooks = prepared(task);

    assertThat(call(task, "PreToolUse")).isEqualTo(2);

    assertThat(hooks.settings().resolveSibling("log")).content().doesNotContain("sss");
    assertThat(hooks.atTheEnd()).singleElement().asString().contains("Write was denied");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 2"})
  void whatACommandLeavesRunningHoldsNothingUp(int code, int answer) throws Exception {
    AgentTask task =
        task(Map.of(ToolHooks.PRE, "sleep 300 <&0 & echo $! >pid; printf no; exit " + code));
    ClaudeHooks hooks = prepared(task);

    assertThat(call(task, "PreToolUse")).isEqualTo(answer);

    ProcessHandle left =
        ProcessHandle.of(Long.parseLong(Files.readString(worktree.resolve("pid")).strip()))
            .orElseThrow();
    assertThat(left.isAlive()).isTrue();
    left.destroyForcibly();
    assertThat(hooks.after(result(Files.readString(folder.resolve("err")), true)))
        .isEqualTo(
            code == 0
                ? List.of()
                : List.of("tool_hooks.pre, on n: Write was denied (exit code 1): no"));
  }

  @Test
  void aScriptThatIsGoneDeniesToo() throws Exception {
    AgentTask task = task(Map.of(ToolHooks.PRE, "true", ToolHooks.POST, "true"));
    new ClaudeHooks(task).prepare();
    Files.delete(new ClaudeHooks(task).settings().resolveSibling("hook.sh"));

    assertThat(call(task, "PreToolUse")).isEqualTo(2);
  }

  @Test
  void whatFailsAfterACallHoldsNothingUp() throws Exception {
    AgentTask task = task(Map.of(ToolHooks.POST, "echo no place to log; exit 3"));
    ClaudeHooks hooks = prepared(task);

    assertThat(call(task, "PostToolUse")).isZero();
    assertThat(call(task, "PostToolUseFailure")).isZero();

    assertThat(hooks.after(result("fine", false)))
        .hasSize(2)
        .containsOnly("tool_hooks.post, on n: the command after Write failed (exit code 3)");
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 0"}) // one that claude itself refused came to no hook
  void thatClaudeDidNotRunThemIsTold(boolean isError, int told) throws IOException {
    AgentTask task = task(Map.of(ToolHooks.PRE, "true"));
    List<String> warnings = new ArrayList<>();
    Played played =
        new Played(
            new ProcessResult.Exited(0),
            new TreeMap<>(),
            "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\","
                + "\"tool_use_id\":\"t\",\"content\":\"ok\",\"is_error\":%s}]}}".formatted(isError),
            RESULT);

    new CliAgent(new ClaudeCli()).run(task, new Heard(played, warnings));

    assertThat(warnings)
        .hasSize(told)
        .allMatch(warning ->
            warning.contains(
                "tool_hooks.pre, on n: claude has called tools and not run it (1 call"));
  }

  @Test
  void notesThatAnAgentHasSpoiltEndNothing() throws IOException {
    AgentTask task = task(Map.of(ToolHooks.PRE, "true"));
    ClaudeHooks hooks = new ClaudeHooks(task);
    hooks.prepare();
    Path log = hooks.settings().resolveSibling("log");
    Files.write(log, new byte[] {'p', '\t', (byte) 0xff, '\n', '\n'});

    assertThat(hooks.atTheEnd()).isEmpty();
    Files.delete(log);
    assertThat(hooks.atTheEnd()).singleElement().asString().contains("cannot be told");
  }

  /** Hears what is to be known. */
  private record Heard(Played played, List<String> warnings) implements AgentRuntime {
    @Override
    public void emit(AgentEvent event) {}

    @Override
    public void warn(String message) {
      warnings.add(message);
    }

    @Override
    public ProcessRunner processes() {
      return played.processes();
    }

    @Override
    public void keepOutput(Stream stream, String line) {}

    @Override
    public Map<String, String> hostEnvironment() {
      return played.hostEnvironment();
    }
  }
}
