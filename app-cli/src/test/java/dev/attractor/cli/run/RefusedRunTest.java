package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is refused before a run begins or goes on, and that nothing is left behind then. */
class RefusedRunTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private static String error(Workbench.Result result) {
    return result
        .err()
        .lines()
        .filter(line -> line.contains("error: "))
        .findFirst()
        .orElseThrow()
        .replaceFirst("^.*error: ", "");
  }

  @Test
  void aPipelineWithAnErrorIsRefusedWithPlaceAndHint() throws IOException {
    Workbench.Result result = bench.run("a [shape=parallelogram] start -> a -> exit");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains("p.dot:2:1: error: the tool stage a has no command [tool_command_required]")
        .contains("hint: add tool_command");
    bench.assertNothingIsLeftBehind();
  }

  @Test
  void aSyntaxErrorIsRefusedWithPlaceAndHint() throws IOException {
    Workbench.Result result = bench.run("start -- exit");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("p.dot:2:7: error:").contains("hint:");
    bench.assertNothingIsLeftBehind();
  }

  @Test
  void aDirtyRepositoryIsRefusedUnlessTheConfigurationAllowsIt() throws IOException {
    bench.write("new.txt", "not committed");

    Workbench.Result refused = bench.run("start -> exit");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("new.txt").contains("require_clean");
    bench.assertNothingIsLeftBehind();

    Path config = bench.path("c.yaml");
    Files.writeString(config, "git: {require_clean: false}");
    assertThat(bench.run("start -> exit", "--config", config.toString()).code()).isZero();
  }

  @Test
  void aMissingAgentProgramFailsPreflightBeforeAnythingIsMade() throws IOException {
    Path config = bench.path("c.yaml");
    Files.writeString(
        config,
        "llm: {cli_profile: test_shim, providers: {anthropic: {executable: /no/such/claude}}}");

    Workbench.Result result =
        bench.run(
            "a [llm_provider=claude prompt=x] start -> a -> exit",
            "--config",
            config.toString(),
            "--allow-test-shim",
            "--logs-root",
            bench.path("logs").toString());

    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("/no/such/claude").contains("npm install");
    assertThat(bench.path("logs/preflight_report.json")).exists();
    assertThat(bench.path("logs/progress.ndjson")).doesNotExist();
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
  }

  @Test
  void aManagerWithoutAChildIsRefusedByValidateAndRunAlike() throws IOException {
    Workbench.Result result = bench.run("a [shape=house] start -> a -> exit");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("the manager a has no child to look after");
    Workbench.Result validated = bench.attractor("validate", bench.path("p.dot").toString());
    assertThat(validated.out() + validated.err()).as("in the same words").contains(error(result));
  }

  @Test
  void preflightAloneMakesNothingButItsReport() throws IOException {
    Workbench.Result result =
        bench.run(
            "a [shape=parallelogram tool_command=true] start -> a -> exit",
            "--test-run",
            "--logs-root",
            bench.path("logs").toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.value("status")).isEqualTo("ready");
    assertThat(bench.path("logs")).isDirectoryContaining("glob:**/preflight_report.json");
    assertThat(bench.path("logs/progress.ndjson")).doesNotExist();
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
  }

  @Test
  void anAgentThatHasLostAFlagIsFoundBeforeResumeToo() throws IOException {
    String help = "--output-format stream-json --verbose --dangerously-skip-permissions";
    Path claude = claudeWithHelp(help);
    Path config = bench.path("run.yaml");
    Files.writeString(
        config,
        "llm: {cli_profile: test_shim, providers: {anthropic: {executable: %s}}}\n"
            .formatted(claude));
    Path logs = bench.path("logs");
    String pipeline =
        "digraph t { start exit ask [shape=hexagon label=\"Go?\"] a [prompt=x]"
            + " start -> ask ask -> a [label=yes] a -> exit [condition=\"outcome=success\"] }";
    Files.writeString(bench.path("q.dot"), pipeline);
    bench.with("ANTHROPIC_API_KEY", "made-up");
    Process process =
        bench.startAndDieBefore(
            4,
            "run",
            bench.path("q.dot").toString(),
            "--config",
            config.toString(),
            "--allow-test-shim",
            "--logs-root",
            logs.toString());
    assertThat(exitCode(process)).isEqualTo(128 + 9);
    int lines = Files.readAllLines(logs.resolve("progress.ndjson")).size();

    claudeWithHelp(help.replace("--verbose", ""));
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());

    assertThat(result.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(result.err()).contains("--verbose").contains("npm install");
    assertThat(Files.readAllLines(logs.resolve("progress.ndjson"))).hasSize(lines);
  }

  private Path claudeWithHelp(String help) throws IOException {
    return ShellScript.write(bench.path("claude"), "#!/bin/sh\necho '%s'\n".formatted(help));
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void aFanOutWhoseBranchesNeverMeetIsRefusedByValidateAndRunAlike() throws IOException {
    Workbench.Result result =
        bench.run(
            "fan [shape=component] a [shape=parallelogram tool_command=true] bad [shape=Msquare]"
                + " b [shape=parallelogram tool_command=true]"
                + " start -> fan -> a -> exit fan -> b -> bad");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("the branches of fan never all meet");
    Workbench.Result validated = bench.attractor("validate", bench.path("p.dot").toString());
    assertThat(validated.out() + validated.err()).as("in the same words").contains(error(result));
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
  }
}
