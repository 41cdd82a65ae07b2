package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which agents are asked, with what, and who takes over: programs that play claude and codex. */
class AgentPolicyTest {
  private static final String CLAUDE_SAYS =
      """
      {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
      {"type":"result","subtype":"success","is_error":false,"result":"claude was here",\
      "usage":{"input_tokens":10,"output_tokens":5},"total_cost_usd":0.5}
      """;
  private static final String CLAUDE_FAILS =
      """
      {"type":"system","subtype":"init","session_id":"s","model":"claude-opus-4-5"}
      {"type":"result","subtype":"success","is_error":true,"api_error_status":%d,\
      "result":"API error","usage":{"input_tokens":10,"output_tokens":0},"total_cost_usd":0.25}
      """;
  private static final String CODEX_SAYS =
      """
      {"type":"thread.started","thread_id":"t"}
      {"type":"item.completed","item":{"type":"agent_message","text":"codex was here"}}
      {"type":"turn.completed","usage":{"input_tokens":1000,"cached_input_tokens":400,\
      "output_tokens":100}}
      """;
  private static final String FAILOVER = "failover: [openai/gpt-5.1]";

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void installThePrograms() throws IOException {
    bench.with("ANTHROPIC_API_KEY", "made-up-a").with("OPENAI_API_KEY", "made-up-o");
    program("codex", "--json --sandbox workspace-write --model resume", CODEX_SAYS, 0);
    claude(CLAUDE_SAYS, 0);
  }

  private void claude(String prints, int exitCode) throws IOException {
    program(
        "claude",
        "--output-format stream-json --verbose --dangerously-skip-permissions",
        prints,
        exitCode);
  }

  /** A program that notes how it is called, tells its help, and plays one run. */
  private void program(String name, String help, String prints, int exitCode) throws IOException {
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

  private String config(String forClaude, String more) {
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

  private Workbench.Result run(String config, String... options) throws IOException {
    return run(config, "logs", List.of(options));
  }

  private Workbench.Result run(String config, String logs, List<String> options)
      throws IOException {
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

  private Workbench.Result runPlayed(String forClaude, String more) throws IOException {
    return runPlayed(forClaude, more, "logs");
  }

  private Workbench.Result runPlayed(String forClaude, String more, String logs)
      throws IOException {
    return run(config(forClaude, more), logs, List.of("--allow-test-shim"));
  }

  private JsonNode json(String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(bench.path("logs").resolve(file)));
  }

  private List<JsonNode> events(String name) throws IOException {
    return Files.readAllLines(bench.path("logs/progress.ndjson")).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .filter(event -> event.path("event").asString().equals(name))
        .toList();
  }

  private Optional<JsonNode> check(String name, String provider) throws IOException {
    return json("preflight_report.json")
        .path("checks")
        .valueStream()
        .filter(check ->
            check.path("name").asString().equals(name)
                && check.path("provider").asString().equals(provider))
        .findFirst();
  }

  private long calls(String program, String how) throws IOException {
    Path calls = bench.path(program + ".calls");
    return Files.exists(calls)
        ? Files.readAllLines(calls).stream().filter(line -> line.startsWith(how)).count()
        : 0;
  }

  @Test
  void aReplacedProgramIsRefusedUnlessTheProfileAndThePersonAllowIt() throws IOException {
    String real = config("auth: any", "").replace("test_shim", "real");

    Workbench.Result inReal = run(real, "--allow-test-shim");
    Workbench.Result withoutLeave = run(config("auth: any", ""));

    assertThat(inReal.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(inReal.err()).contains("llm.cli_profile is real");
    assertThat(withoutLeave.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(withoutLeave.err()).contains("--allow-test-shim");
    assertThat(bench.path("claude.calls")).as("not even probed").doesNotExist();

    Workbench.Result allowed = runPlayed("auth: any", "");
    assertThat(allowed.code()).as(allowed.err()).isZero();
    assertThat(check("cli_profile", "anthropic").orElseThrow().path("status").asString())
        .isEqualTo("warn");
  }

  @Test
  void anotherAgentTakesOverOnlyWhenConfiguredAndItIsWrittenDown() throws IOException {
    claude(CLAUDE_FAILS.formatted(529), 1);

    Workbench.Result result = runPlayed(FAILOVER, "");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(events("provider_failover"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.path("from_provider").asString()).isEqualTo("claude/claude-opus-4-5");
          assertThat(event.path("to_provider").asString()).isEqualTo("openai/gpt-5.1");
          assertThat(event.path("failure_class").asString()).isEqualTo("transient_infra");
        });
    assertThat(json("work/cli_invocation.json").path("provider").asString()).isEqualTo("openai");
    assertThat(json("work/history/v1-a1-claude/cli_invocation.json").path("provider").asString())
        .isEqualTo("anthropic");
    assertThat(result.err()).contains("openai/gpt-5.1 takes over from claude");
    // 600 x 1.25e-6 + 400 x 1.25e-7 + 100 x 1e-5 by the catalog, and claude's own 0.25
    assertThat(json("final.json").path("totals").path("cost_usd").decimalValue())
        .isEqualByComparingTo("0.2518");
  }

  @Test
  void whoeverIsInstalledWorksOnStagesThatNameNobodyAndTheRunKeepsThat() throws IOException {
    Path programs = Files.createDirectory(bench.path("programs"));
    Files.move(bench.path("codex"), programs.resolve("codex"));
    for (String needed : List.of("git", "setsid", "cat", "sh")) {
      for (String place : System.getenv("PATH").split(":", -1)) {
        if (Files.exists(Path.of(place, needed)) && !Files.exists(programs.resolve(needed))) {
          Files.createSymbolicLink(programs.resolve(needed), Path.of(place, needed));
        }
      }
    }
    Workbench onlyCodex =
        bench
            .another("only-codex")
            .with("PATH", programs.toString())
            .with("OPENAI_API_KEY", "made-up");
    Path dot = bench.path("nobody.dot");
    Files.writeString(
        dot,
        "digraph t { start exit work [prompt=x]"
            + " start -> work work -> exit [condition=\"outcome=success\"] }");
    Path logs = bench.path("logs");

    Workbench.Result result =
        onlyCodex.attractor("run", dot.toString(), "--logs-root", logs.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("openai works on the stages that name no provider");
    assertThat(json("work/cli_invocation.json").path("provider").asString()).isEqualTo("openai");
    assertThat(json("run_config.json").path("llm").path("default_provider").asString())
        .isEqualTo("openai");
  }

  @Test
  void anAgentWhoseModelIsCalledAgainTooOftenIsEnded() throws IOException {
    String retry =
        "{\"type\":\"system\",\"subtype\":\"api_retry\",\"attempt\":%d,\"error_status\":529,"
            + "\"error\":\"overloaded\"}%n";
    claude(retry.formatted(1) + retry.formatted(2) + CLAUDE_SAYS, 0);

    Workbench.Result patient = runPlayed("auth: any", "runtime_policy: {max_llm_retries: 2}");
    assertThat(patient.code()).as(patient.err()).isZero();

    Workbench.Result impatient =
        runPlayed("auth: any", "runtime_policy: {max_llm_retries: 1}", "impatient");
    assertThat(impatient.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(impatient.err()).contains("max_llm_retries is 1: HTTP 529 overloaded");
  }

  @Test
  void nobodyTakesOverFromAFailureThatIsNotTheProvidersOrIsNotToHeal() throws IOException {
    claude(CLAUDE_FAILS.formatted(401), 1);
    Workbench.Result deterministic = runPlayed(FAILOVER, "");
    assertThat(deterministic.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(events("provider_failover")).isEmpty();
    assertThat(calls("codex", "exec --json")).isZero();
  }

  @Test
  void withoutAConfigurationNobodyTakesOver() throws IOException {
    claude(CLAUDE_FAILS.formatted(529), 1);

    Workbench.Result result = runPlayed("auth: any", "");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(calls("codex", "")).as("not even probed").isZero();
  }

  @Test
  void whoMayTakeOverIsCheckedBeforeTheRun() throws IOException {
    program("codex", "--json", CODEX_SAYS, 0); // its help lacks --sandbox

    Workbench.Result result = runPlayed(FAILOVER, "");

    assertThat(result.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(result.err()).contains("openai").contains("--sandbox");
  }

  @Test
  void aProgramIsAskedOnceUntilItsFileChanges() throws IOException {
    assertThat(runPlayed("auth: any", "").code()).isZero();
    assertThat(
            bench
                .attractor(
                    "run",
                    bench.path("p.dot").toString(),
                    "--config",
                    bench.path("run.yaml").toString(),
                    "--allow-test-shim")
                .code())
        .isZero();
    assertThat(calls("claude", "--help")).isEqualTo(1);
    assertThat(calls("claude", "--version")).isEqualTo(1);
    assertThat(check("version", "anthropic").orElseThrow().path("message").asString())
        .contains("1.2.3 (played)");

    Files.writeString(bench.path("claude"), Files.readString(bench.path("claude")) + "# newer\n");
    assertThat(
            bench
                .attractor(
                    "run",
                    bench.path("p.dot").toString(),
                    "--config",
                    bench.path("run.yaml").toString(),
                    "--allow-test-shim")
                .code())
        .isZero();
    assertThat(calls("claude", "--help")).isEqualTo(2);
  }

  @Test
  void aPromptProbeFindsAnAgentWhoseModelDoesNotAnswer() throws IOException {
    claude(CLAUDE_FAILS.formatted(401), 1);

    Workbench.Result result = runPlayed("auth: any", "preflight: {prompt_probes: {enabled: true}}");

    assertThat(result.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(result.err()).contains("anthropic/claude-opus-4-5 does not answer");
    assertThat(bench.path("logs/progress.ndjson")).doesNotExist();
  }

  @Test
  void aPromptProbeThatMeetsTroubleThatMayHealOnlyWarns() throws IOException {
    claude(CLAUDE_FAILS.formatted(529), 1);

    Workbench.Result result = runPlayed("auth: any", "preflight: {prompt_probes: {enabled: true}}");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(check("prompt_probe", "anthropic").orElseThrow().path("status").asString())
        .isEqualTo("warn");
  }

  @Test
  void aModelThatTheCatalogDoesNotKnowIsADoubt() throws IOException {
    assertThat(runPlayed("failover: [openai/gpt-nonsense]", "").code()).isZero();

    assertThat(check("model_known", "anthropic").orElseThrow().path("status").asString())
        .isEqualTo("pass");
    assertThat(check("model_known", "openai").orElseThrow().path("status").asString())
        .isEqualTo("warn");
  }

  @Test
  void withALoginTheKeyIsNotPassedOn() throws IOException {
    Workbench.Result nobody = runPlayed("auth: login", "");
    assertThat(nobody.code()).as("there is a key, but no login").isEqualTo(4);

    Files.createDirectories(bench.home().resolve(".claude"));
    Files.writeString(bench.home().resolve(".claude/.credentials.json"), "{}");
    assertThat(runPlayed("auth: login", "").code()).isZero();
    assertThat(json("work/cli_invocation.json").path("env_names").toString())
        .doesNotContain("ANTHROPIC_API_KEY");
  }

  @Test
  void variablesOfTheConfigurationReachTheProgramAndSecretsNoFile() throws IOException {
    program(
        "claude",
        "--output-format stream-json --verbose --dangerously-skip-permissions",
        CLAUDE_SAYS,
        0);
    Files.writeString(
        bench.path("claude"),
        Files.readString(bench.path("claude")).replace("*) cat", "*) echo \"$A $B_KEY\"; cat"));

    Workbench.Result result = runPlayed("env: {A: plain, B_KEY: \"${ANTHROPIC_API_KEY}\"}", "");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readString(bench.path("logs/work/stdout.log"))).startsWith("plain [redacted]");
    assertThat(Files.readString(bench.path("logs/run_config.json")))
        .contains("${ANTHROPIC_API_KEY}");

    Workbench.Result missing = run(config("env: {C: \"${NOT_SET}\"}", ""), "--allow-test-shim");
    assertThat(missing.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(missing.err()).contains("NOT_SET");
  }

  @Test
  void theDoctorTellsWhatTheMachineHasAndWhatToDo() throws IOException {
    Files.writeString(bench.path("run.yaml"), config("auth: any", ""));

    Workbench.Result played =
        bench.attractor("doctor", "--config", bench.path("run.yaml").toString());

    assertThat(played.code()).as(played.out()).isZero();
    assertThat(played.out())
        .contains("ok    Java ")
        .contains("ok    git version ")
        .contains("MB free")
        .contains("anthropic: the program of anthropic is replaced by " + bench.folder())
        .contains("ok    plugins: builtin");
    assertThat(JsonMapper.shared().readTree(bench.attractor("doctor", "--json").out()).isArray())
        .isTrue();
  }

  @Test
  void aRunKeepsTheCatalogItBeganWithAndPricesByIt() throws IOException {
    claude(CLAUDE_FAILS.formatted(529), 1);
    Files.writeString(
        bench.path("models.json"),
        "{\"gpt-5.1\": {\"input_cost_per_token\": 0.001, \"output_cost_per_token\": 0.01}}");

    Workbench.Result result =
        runPlayed(
            FAILOVER,
            "modeldb: {litellm_catalog_path: models.json,"
                + " litellm_catalog_url: \"http://127.0.0.1:9/none\"}");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(check("model_catalog", "").orElseThrow().path("status").asString())
        .as("it cannot be fetched")
        .isEqualTo("warn");
    assertThat(bench.path("logs/modeldb/litellm_catalog.json"))
        .hasSameTextualContentAs(bench.path("models.json"));
    // 1000 x 0.001, no price for what came from a cache, + 100 x 0.01, and claude's own 0.25
    assertThat(json("final.json").path("totals").path("cost_usd").decimalValue())
        .isEqualByComparingTo("2.25");
    assertThat(check("model_known", "anthropic").orElseThrow().path("status").asString())
        .as("this catalog does not know claude's")
        .isEqualTo("warn");
  }

  @Test
  void theConfigurationThatCountsIsShownWithWhereItComesFrom() throws IOException {
    Files.writeString(bench.path("run.yaml"), "git: {require_clean: false}");

    Workbench.Result shown =
        bench.attractor("config", "show", "--config", bench.path("run.yaml").toString());

    assertThat(shown.code()).isZero();
    assertThat(shown.out())
        .contains("git.require_clean: false  # " + bench.path("run.yaml"))
        .contains("llm.cli_profile: \"real\"  # default");
    assertThat(bench.attractor("config", "show").out())
        .contains("git.require_clean: true  # default");
  }
}
