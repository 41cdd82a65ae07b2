package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.PlayedAgents;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which agents are asked, with what, and who takes over: programs that play claude and codex. */
class AgentPolicyTest {
  private static final String FAILOVER = "failover: [openai/gpt-5.1]";

  @RegisterExtension private final Workbench bench = new Workbench();

  private final PlayedAgents agents = new PlayedAgents(bench);

  @BeforeEach
  void installThePrograms() throws IOException {
    agents.install();
  }

  @Test
  void anotherAgentTakesOverOnlyWhenConfiguredAndItIsWrittenDown() throws IOException {
    agents.claude(PlayedAgents.CLAUDE_FAILS.formatted(529), 1);

    Workbench.Result result = agents.runPlayed(FAILOVER, "");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(agents.events("provider_failover"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.path("from_provider").asString()).isEqualTo("claude/claude-opus-4-5");
          assertThat(event.path("to_provider").asString()).isEqualTo("openai/gpt-5.1");
          assertThat(event.path("failure_class").asString()).isEqualTo("transient_infra");
        });
    assertThat(agents.json("work/cli_invocation.json").path("provider").asString())
        .isEqualTo("openai");
    assertThat(
            agents
                .json("work/history/v1-a1-claude/cli_invocation.json")
                .path("provider")
                .asString())
        .isEqualTo("anthropic");
    assertThat(result.err()).contains("openai/gpt-5.1 takes over from claude");
    // 600 x 1.25e-6 + 400 x 1.25e-7 + 100 x 1e-5 by the catalog, and claude's own 0.25
    assertThat(agents.json("final.json").path("totals").path("cost_usd").decimalValue())
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
    assertThat(agents.json("work/cli_invocation.json").path("provider").asString())
        .isEqualTo("openai");
    assertThat(agents.json("run_config.json").path("llm").path("default_provider").asString())
        .isEqualTo("openai");
  }

  @Test
  void anAgentWhoseModelIsCalledAgainTooOftenIsEnded() throws IOException {
    String retry =
        "{\"type\":\"system\",\"subtype\":\"api_retry\",\"attempt\":%d,\"error_status\":529,"
            + "\"error\":\"overloaded\"}%n";
    agents.claude(retry.formatted(1) + retry.formatted(2) + PlayedAgents.CLAUDE_SAYS, 0);

    Workbench.Result patient =
        agents.runPlayed("auth: any", "runtime_policy: {max_llm_retries: 2}");
    assertThat(patient.code()).as(patient.err()).isZero();

    Workbench.Result impatient =
        agents.runPlayed("auth: any", "runtime_policy: {max_llm_retries: 1}", "impatient");
    assertThat(impatient.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(impatient.err()).contains("max_llm_retries is 1: HTTP 529 overloaded");
  }

  @Test
  void nobodyTakesOverFromAFailureThatIsNotTheProvidersOrIsNotToHeal() throws IOException {
    agents.claude(PlayedAgents.CLAUDE_FAILS.formatted(401), 1);
    Workbench.Result deterministic = agents.runPlayed(FAILOVER, "");
    assertThat(deterministic.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(agents.events("provider_failover")).isEmpty();
    assertThat(agents.calls("codex", "exec --json")).isZero();
  }

  @Test
  void withoutAConfigurationNobodyTakesOver() throws IOException {
    agents.claude(PlayedAgents.CLAUDE_FAILS.formatted(529), 1);

    Workbench.Result result = agents.runPlayed("auth: any", "");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(agents.calls("codex", "")).as("not even probed").isZero();
  }

  @Test
  void withALoginTheKeyIsNotPassedOn() throws IOException {
    Workbench.Result nobody = agents.runPlayed("auth: login", "");
    assertThat(nobody.code()).as("there is a key, but no login").isEqualTo(4);

    Files.createDirectories(bench.home().resolve(".claude"));
    Files.writeString(bench.home().resolve(".claude/.credentials.json"), "{}");
    assertThat(agents.runPlayed("auth: login", "").code()).isZero();
    assertThat(agents.json("work/cli_invocation.json").path("env_names").toString())
        .doesNotContain("ANTHROPIC_API_KEY");
  }

  @Test
  void variablesOfTheConfigurationReachTheProgramAndSecretsNoFile() throws IOException {
    agents.program(
        "claude",
        "--output-format stream-json --verbose --dangerously-skip-permissions",
        PlayedAgents.CLAUDE_SAYS,
        0);
    Files.writeString(
        bench.path("claude"),
        Files.readString(bench.path("claude")).replace("*) cat", "*) echo \"$A $B_KEY\"; cat"));

    Workbench.Result result =
        agents.runPlayed("env: {A: plain, B_KEY: \"${ANTHROPIC_API_KEY}\"}", "");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readString(bench.path("logs/work/stdout.log"))).startsWith("plain [redacted]");
    assertThat(Files.readString(bench.path("logs/run_config.json")))
        .contains("${ANTHROPIC_API_KEY}");

    Workbench.Result missing =
        agents.run(agents.config("env: {C: \"${NOT_SET}\"}", ""), "--allow-test-shim");
    assertThat(missing.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(missing.err()).contains("NOT_SET");
  }

  @Test
  void aRunKeepsTheCatalogItBeganWithAndPricesByIt() throws IOException {
    agents.claude(PlayedAgents.CLAUDE_FAILS.formatted(529), 1);
    Files.writeString(
        bench.path("models.json"),
        "{\"gpt-5.1\": {\"input_cost_per_token\": 0.001, \"output_cost_per_token\": 0.01}}");

    Workbench.Result result =
        agents.runPlayed(
            FAILOVER,
            "modeldb: {litellm_catalog_path: models.json,"
                + " litellm_catalog_url: \"http://127.0.0.1:9/none\"}");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(agents.check("model_catalog", "").orElseThrow().path("status").asString())
        .as("it cannot be fetched")
        .isEqualTo("warn");
    assertThat(bench.path("logs/modeldb/litellm_catalog.json"))
        .hasSameTextualContentAs(bench.path("models.json"));
    // 1000 x 0.001, no price for what came from a cache, + 100 x 0.01, and claude's own 0.25
    assertThat(agents.json("final.json").path("totals").path("cost_usd").decimalValue())
        .isEqualByComparingTo("2.25");
    assertThat(agents.check("model_known", "anthropic").orElseThrow().path("status").asString())
        .as("this catalog does not know claude's")
        .isEqualTo("warn");
  }
}
