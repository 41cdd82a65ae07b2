package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.PlayedAgents;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is found out about agents before they work: programs that play claude and codex. */
class AgentPreflightTest {
  private static final String FAILOVER = "failover: [openai/gpt-5.1]";

  @RegisterExtension private final Workbench bench = new Workbench();

  private final PlayedAgents agents = new PlayedAgents(bench);

  @BeforeEach
  void installThePrograms() throws IOException {
    agents.install();
  }

  @Test
  void aReplacedProgramIsRefusedUnlessTheProfileAndThePersonAllowIt() throws IOException {
    String real = agents.config("auth: any", "").replace("test_shim", "real");

    Workbench.Result inReal = agents.run(real, "--allow-test-shim");
    Workbench.Result withoutLeave = agents.run(agents.config("auth: any", ""));

    assertThat(inReal.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(inReal.err()).contains("llm.cli_profile is real");
    assertThat(withoutLeave.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(withoutLeave.err()).contains("--allow-test-shim");
    assertThat(bench.path("claude.calls")).as("not even probed").doesNotExist();

    Workbench.Result allowed = agents.runPlayed("auth: any", "");
    assertThat(allowed.code()).as(allowed.err()).isZero();
    assertThat(agents.check("cli_profile", "anthropic").orElseThrow().path("status").asString())
        .isEqualTo("warn");
  }

  @Test
  void whoMayTakeOverIsCheckedBeforeTheRun() throws IOException {
    agents.program("codex", "--json", PlayedAgents.CODEX_SAYS, 0); // its help lacks --sandbox

    Workbench.Result result = agents.runPlayed(FAILOVER, "");

    assertThat(result.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(result.err()).contains("openai").contains("--sandbox");
  }

  /** With all other mistakes, and where they stand. */
  @Test
  void namesThatStandForNothingAreMistakesOfTheConfiguration() throws IOException {
    Path config =
        Files.writeString(
            bench.path("slip.yaml"),
            """
            git: {require_cleen: true, push_remote: uptsream}
            llm:
              default_provider: gogle
              providers: {antropic: {failover: [opnai]}}
            """);

    Workbench.Result result =
        bench.run(
            "a [shape=parallelogram tool_command=true] start -> a -> exit",
            "--config",
            config.toString());

    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err())
        .contains("has 5 mistakes")
        .contains("1:7 git.require_cleen")
        .containsPattern("1:\\d+ git.push_remote is uptsream")
        .containsPattern("3:\\d+ llm.default_provider names 'gogle'")
        .containsPattern("4:\\d+ llm.providers.antropic names 'antropic'")
        .containsPattern("4:\\d+ llm.providers.antropic.failover names 'opnai'")
        .contains("the providers here are");
  }

  /** Such as one that began when names were not yet looked at. */
  @Test
  void aRunThatHasBegunGoesOnWithAMisspeltName() throws Exception {
    Path config =
        Files.writeString(
            bench.path("ok.yaml"), "llm: {providers: {anthropic: {failover: [openai]}}}");
    Path pipeline =
        Files.writeString(
            bench.path("p.dot"),
            SamplePipelines.framed("a [shape=parallelogram tool_command=true] start -> a -> exit"));
    Path logs = bench.path("logs");
    Process killed =
        bench.startAndDieBefore(
            4, "run", pipeline.toString(), "--config=" + config, "--logs-root=" + logs);
    assertThat(killed.waitFor()).isEqualTo(137);
    Path kept = logs.resolve("run_config.json");
    assertThat(kept).content().contains("openai");
    Files.writeString(kept, Files.readString(kept).replace("openai", "opnai"));

    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());

    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void aProgramIsAskedOnceUntilItsFileChanges() throws IOException {
    assertThat(agents.runPlayed("auth: any", "").code()).isZero();
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
    assertThat(agents.calls("claude", "--help")).isEqualTo(1);
    assertThat(agents.calls("claude", "--version")).isEqualTo(1);
    assertThat(agents.check("version", "anthropic").orElseThrow().path("message").asString())
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
    assertThat(agents.calls("claude", "--help")).isEqualTo(2);
  }

  @Test
  void aPromptProbeFindsAnAgentWhoseModelDoesNotAnswer() throws IOException {
    agents.claude(PlayedAgents.CLAUDE_FAILS.formatted(401), 1);

    Workbench.Result result =
        agents.runPlayed("auth: any", "preflight: {prompt_probes: {enabled: true}}");

    assertThat(result.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(result.err()).contains("anthropic/claude-opus-4-5 does not answer");
    assertThat(bench.path("logs/progress.ndjson")).doesNotExist();
  }

  @Test
  void aPromptProbeThatMeetsTroubleThatMayHealOnlyWarns() throws IOException {
    agents.claude(PlayedAgents.CLAUDE_FAILS.formatted(529), 1);

    Workbench.Result result =
        agents.runPlayed("auth: any", "preflight: {prompt_probes: {enabled: true}}");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(agents.check("prompt_probe", "anthropic").orElseThrow().path("status").asString())
        .isEqualTo("warn");
  }

  @Test
  void aModelThatTheCatalogDoesNotKnowIsADoubt() throws IOException {
    assertThat(agents.runPlayed("failover: [openai/gpt-nonsense]", "").code()).isZero();

    assertThat(agents.check("model_known", "anthropic").orElseThrow().path("status").asString())
        .isEqualTo("pass");
    assertThat(agents.check("model_known", "openai").orElseThrow().path("status").asString())
        .isEqualTo("warn");
  }
}
