package dev.attractor.cli.workbench;

import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs that play claude and codex, and runs with them. */
public final class PlayedAgents {
  /** What claude prints when all is well. */
  public static final String CLAUDE_SAYS =
      """
      {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
      {"type":"result","subtype":"success","is_error":false,"result":"claude was here",\
      "usage":{"input_tokens":10,"output_tokens":5},"total_cost_usd":0.5}
      """;

  /** What claude prints when its model answers with an HTTP status. */
  public static final String CLAUDE_FAILS =
      """
      {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
      {"type":"result","subtype":"success","is_error":true,"api_error_status":%d,\
      "result":"API error","usage":{"input_tokens":10,"output_tokens":0},"total_cost_usd":0.25}
      """;

  /** What codex prints when all is well. */
  public static final String CODEX_SAYS =
      """
      {"type":"thread.started","thread_id":"t"}
      {"type":"item.completed","item":{"type":"agent_message","text":"codex was here"}}
      {"type":"turn.completed","usage":{"input_tokens":1000,"cached_input_tokens":400,\
      "output_tokens":100}}
      """;

  private final Workbench bench;

  /** Has them in the folder of a bench. */
  public PlayedAgents(Workbench bench) {
    this.bench = bench;
  }

  /** Installs both, with a key for each. */
  public void install() throws IOException {
    bench.with("ANTHROPIC_API_KEY", "made-up-a").with("OPENAI_API_KEY", "made-up-o");
    program("codex", "--json --sandbox workspace-write --model resume", CODEX_SAYS, 0);
    claude(CLAUDE_SAYS, 0);
  }

  /** Installs a claude that prints this. */
  public void claude(String prints, int exitCode) throws IOException {
    program(
        "claude",
        "--output-format stream-json --verbose --dangerously-skip-permissions",
        prints,
        exitCode);
  }

  /** Installs a program that notes how it is called, tells its help, and plays one run. */
  public void program(String name, String help, String prints, int exitCode) throws IOException {
    Path file = bench.path(name);
    Files.writeString(file.resolveSibling(name + ".out"), prints);
    ShellScript.write(
        file,
        """
        #!/bin/sh
        echo "$1 $2" >>'%1$s.calls'
        case "$*" in
          *--help*) echo '%2$s' ;;
          *--version*) echo '1.2.3 (played)' ;;
          *) cat '%1$s.out'; exit %3$d ;;
        esac
        """
            .formatted(file, help, exitCode));
  }

  /** Returns a configuration with these programs, options of claude, and more. */
  public String config(String forClaude, String more) {
    return """
    llm:
      cli_profile: test_shim
      providers:
        anthropic: {executable: %s/claude, %s}
        openai: {executable: %s/codex}
    %s
    """
        .formatted(bench.folder(), forClaude, bench.folder(), more);
  }

  /** Runs one stage that claude works on. */
  public Workbench.Result run(String config, String... options) throws IOException {
    return run(config, "logs", List.of(options));
  }

  /** Runs one stage that claude works on, into a folder. */
  public Workbench.Result run(String config, String logs, List<String> options) throws IOException {
    Files.writeString(bench.path("run.yaml"), config);
    Files.writeString(
        bench.path("p.dot"),
        "digraph t { start exit work [prompt=x llm_provider=claude llm_model=\"claude-opus-4-5\"]"
            + " start -> work work -> exit [condition=\"outcome=success\"] }");
    List<String> argv =
        new ArrayList<>(
            List.of(
                "run",
                bench.path("p.dot").toString(),
                "--config",
                bench.path("run.yaml").toString(),
                "--logs-root",
                bench.path(logs).toString()));
    argv.addAll(options);
    return bench.attractor(argv.toArray(String[]::new));
  }

  /** Runs one stage with these programs, as a test is allowed to. */
  public Workbench.Result runPlayed(String forClaude, String more) throws IOException {
    return runPlayed(forClaude, more, "logs");
  }

  /** Runs one stage with these programs, into a folder. */
  public Workbench.Result runPlayed(String forClaude, String more, String logs) throws IOException {
    return run(config(forClaude, more), logs, List.of("--allow-test-shim"));
  }

  /** Returns a file of JSON in the folder of the run. */
  public JsonNode json(String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(bench.path("logs").resolve(file)));
  }

  /** Returns the journal lines of one kind. */
  public List<JsonNode> events(String name) throws IOException {
    return JournalFiles.events(bench.path("logs"), name);
  }

  /** Returns a check of the preflight. */
  public Optional<JsonNode> check(String name, String provider) throws IOException {
    return json("preflight_report.json")
        .path("checks")
        .valueStream()
        .filter(check ->
            check.path("name").asString().equals(name)
                && check.path("provider").asString().equals(provider))
        .findFirst();
  }

  /** Counts the calls of a program that begin so. */
  public long calls(String program, String how) throws IOException {
    Path calls = bench.path(program + ".calls");
    return Files.exists(calls)
        ? Files.readAllLines(calls).stream().filter(line -> line.startsWith(how)).count()
        : 0;
  }
}
