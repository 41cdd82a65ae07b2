package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor run} and its neighbours, with real git and real processes. */
class RunCommandTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();
  private static final String FRAME =
      "digraph t { start [shape=Mdiamond] exit [shape=Msquare]\n%s\n}";

  @RegisterExtension private final Workbench bench = new Workbench();

  private Workbench.Result run(String statements, String... options) throws IOException {
    Files.writeString(bench.path("p.dot"), FRAME.formatted(statements));
    return bench.attractor(
        Stream.concat(Stream.of("run", bench.path("p.dot").toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static String error(Workbench.Result result) {
    return result
        .err()
        .lines()
        .filter(line -> line.contains("error: "))
        .findFirst()
        .orElseThrow()
        .replaceFirst("^.*error: ", "");
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  @Test
  void theQuickstartFailsOnceAndRecovers() throws IOException {
    Workbench.Result result =
        bench.attractor("run", EXAMPLES.resolve("quickstart/quickstart.dot").toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.value("status")).isEqualTo("success");
    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly(
            "start (success)",
            "plan (success)",
            "implement (success)",
            "test (fail)",
            "fix (success)",
            "test (success)",
            "review (success)",
            "exit (success)");
    assertThat(bench.git("rev-parse", result.value("run_branch")))
        .isEqualTo(result.value("final_commit"));
    assertThat(bench.git("worktree", "list")).contains(result.value("worktree"));
    assertThat(bench.git("fsck", "--strict", "--full")).isEmpty();
    JsonNode report = json(result.logsRoot().resolve("final.json"));
    assertThat(report.path("status").asString()).isEqualTo("success");
    assertThat(report.path("totals").path("attempts").asInt()).isEqualTo(9);
    assertThat(Files.readAllLines(result.logsRoot().resolve("progress.ndjson")).getLast())
        .contains("\"event\":\"run_completed\"");
  }

  @Test
  void theUsersBranchIndexAndFilesAreAsBefore() throws IOException {
    bench.write("src/x.txt", "x");
    bench.commitAll();
    Map<String, String> files = bench.files();
    byte[] index = Files.readAllBytes(bench.repo().resolve(".git/index"));
    String head = bench.git("rev-parse", "HEAD");

    run("a [shape=parallelogram tool_command=\"echo y >src/x.txt\"] start -> a -> exit");

    assertThat(bench.files()).isEqualTo(files);
    assertThat(Files.readAllBytes(bench.repo().resolve(".git/index"))).isEqualTo(index);
    assertThat(bench.git("rev-parse", "HEAD")).isEqualTo(head);
    assertThat(bench.git("rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("main");
    assertThat(bench.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void aFailedRunSaysWhyAndEndsWithExitCode1() throws IOException {
    Workbench.Result result =
        run(
            "a [shape=parallelogram tool_command=\"echo no good >&2; exit 7\"] start -> a"
                + " a -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.value("status")).isEqualTo("fail");
    String reason = "a failed, and no way leads on: exit code 7: no good";
    assertThat(result.value("failure_reason")).isEqualTo(reason);
    JsonNode report = json(result.logsRoot().resolve("final.json"));
    assertThat(report.path("failure_reason").asString()).isEqualTo(reason);
    assertThat(report.path("exit_node").asString()).isEmpty();
    assertThat(report.path("failure_class").asString()).isEqualTo("deterministic");
  }

  @Test
  void toolStagesReportThroughTheStatusFileAndSeeTheirSurroundings() throws IOException {
    Workbench.Result result =
        run(
            """
            a [shape=parallelogram tool_command="echo $ATTRACTOR_NODE_ID $ATTRACTOR_VISIT >seen
            echo '{\\"status\\":\\"needs_more\\",\\"context_updates\\":{\\"k\\":\\"v\\"}}' >$ATTRACTOR_STATUS_PATH"]
            b [shape=parallelogram tool_command="echo '{\\"outcome\\":\\"ok\\"}' >status.json"]
            start -> a
            a -> b [condition="outcome=needs_more && context.k=v"]
            b -> exit
            """);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", result.value("run_branch") + ":seen")).isEqualTo("a 1");
    assertThat(bench.git("ls-tree", "--name-only", result.value("run_branch")).lines())
        .as("status files are not committed")
        .containsExactly("README.md", "seen");
  }

  @Test
  void aTimeoutIsTransientAndLeavesNothingRunning() throws IOException {
    Workbench.Result result =
        run(
            "a [shape=parallelogram timeout=300ms tool_command=\"sleep 600\"] start -> a"
                + " b [shape=parallelogram tool_command=true] b -> exit"
                + " a -> b [condition=\"outcome=fail && context.failure_class=transient_infra\"]");

    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void artifactsOfAToolStage() throws IOException {
    Workbench.Result result =
        run(
            "a [shape=parallelogram tool_command=\"echo out; echo err >&2; echo x >x\"]"
                + " start -> a -> exit");
    Path stage = result.logsRoot().resolve("a");

    assertThat(stage.resolve("stdout.log")).hasContent("out");
    assertThat(stage.resolve("stderr.log")).hasContent("err");
    assertThat(stage.resolve("diff.patch")).content().contains("+x");
    assertThat(json(stage.resolve("tool_invocation.json")).path("exit_code").asInt(-1)).isZero();
    assertThat(json(stage.resolve("status.json")).path("status").asString()).isEqualTo("success");
    for (String name :
        new String[] {
          "manifest.json", "graph.dot", "run_config.json", "preflight_report.json",
          "progress.ndjson", "live.json", "checkpoint.json", "final.json"
        }) {
      assertThat(result.logsRoot().resolve(name)).exists();
    }
    assertThat(result.logsRoot().resolve("run.pid")).doesNotExist();
  }

  @Test
  void aScriptedAgentGetsItsPromptWithPreambleAndVariables() throws IOException {
    Workbench.Result result =
        run(
            """
            goal="greet"
            a [llm_provider=scripted prompt="Please $goal $who." agent_script="a: [{say: hi}]"]
            start -> a -> exit
            """,
            "--set",
            "who=Ada");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.logsRoot().resolve("a/prompt.md"))
        .content()
        .contains("Please greet Ada.")
        .contains("Change nothing outside this folder")
        .contains("status.json");
    assertThat(result.logsRoot().resolve("a/response.md")).hasContent("hi");
  }

  @Test
  void aSilentAgentWithoutAStatusFileHasNotSucceeded() throws IOException {
    String silent =
        "a [%s llm_provider=scripted prompt=x agent_script=\"a: [{silent: true}]\"]"
            + " start -> a a -> exit [condition=\"outcome=success\"]";

    assertThat(run(silent.formatted("")).value("failure_reason"))
        .endsWith(": missing status.json (auto_status=false)");
    assertThat(run(silent.formatted("auto_status=true")).code()).isZero();
  }

  @Test
  void aStageCanBeAPipelineOfItsOwn() throws IOException {
    Files.createDirectories(bench.path("parts"));
    Files.writeString(
        bench.path("parts/inner.dot"),
        FRAME.formatted(
            "a [llm_provider=scripted prompt=\"@p.md\" agent_script=\"a: [{say: hi}]\"]"
                + " b [shape=parallelogram tool_command=\"echo b >b\"] start -> a -> b -> exit"));
    Files.writeString(bench.path("parts/p.md"), "Do the inner thing.");

    Workbench.Result result =
        run(
            "part [type=pipeline pipeline_file=\"parts/inner.dot\"]"
                + " c [shape=parallelogram tool_command=\"cat b\"]"
                + " start -> part -> c c -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly(
            "start (success)",
            "start (success)",
            "a (success)",
            "b (success)",
            "exit (success)",
            "part (success)",
            "c (success)",
            "exit (success)");
    assertThat(result.logsRoot().resolve("part/run/a/prompt.md"))
        .content()
        .contains("Do the inner thing.");
    assertThat(result.logsRoot().resolve("part/run/progress.ndjson")).exists();
    assertThat(bench.git("fsck", "--strict", "--full")).isEmpty();
    assertThat(bench.attractor("replay").code()).isZero();
  }

  /** SEMANTICS §6: an exit is no absolution. */
  @Test
  void aPipelineInsideAStageIsJudgedAsAnyOther() throws IOException {
    Files.writeString(
        bench.path("inner.dot"),
        FRAME.formatted(
            "a [shape=parallelogram tool_command=\"echo no >&2; exit 1\"]"
                + " b [shape=parallelogram tool_command=true] start -> a -> b -> exit"));

    Workbench.Result result =
        run("part [type=pipeline pipeline_file=\"inner.dot\"] start -> part -> exit");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.value("exit_node")).isEqualTo("exit");
    assertThat(result.value("failure_reason"))
        .isEqualTo(
            "part failed, and the run came to exit with it:"
                + " a failed and nothing handled it: exit code 1: no");
    assertThat(json(result.logsRoot().resolve("final.json")).path("exit_node").asString())
        .isEqualTo("exit");
    assertThat(bench.attractor("replay").code()).isZero();
    assertThat(bench.attractor("status", "--json").out()).contains("\"exit_node\":\"exit\"");
  }

  @Test
  void commandsFindTheContextInAFile() throws IOException {
    Workbench.Result result =
        run(
            """
            a [shape=parallelogram tool_command="echo '{\\"status\\":\\"success\\",\\"context_updates\\":{\\"who\\":\\"$(id) it is\\",\\"human.gate.selected\\":\\"A\\"}}' >$ATTRACTOR_STATUS_PATH"]
            b [shape=parallelogram tool_command="cp $ATTRACTOR_CONTEXT_FILE seen.json"]
            start -> a -> b -> exit
            """);

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode context =
        JsonMapper.shared().readTree(bench.git("show", result.value("run_branch") + ":seen.json"));
    assertThat(context.path("who").asString()).contains(" it is");
    assertThat(context.path("last_stage").asString()).isEqualTo("a");
    assertThat(context.has("human.gate.selected"))
        .as("what the engine says no stage may report")
        .isFalse();
  }

  @Test
  void anAgentIsToldWhatTheLastOneSaidAndWhereTheEvidenceIs() throws IOException {
    String said = "A long story. ".repeat(60);
    Workbench.Result result =
        run(
            """
            node [llm_provider=scripted]
            write [prompt="x" agent_script="write: [{say: '%s'}]"]
            test [shape=parallelogram tool_command="echo red >&2; echo out; exit 1"]
            fan [shape=component]
            fix [prompt="Fix ${context.failure_reason} of ${context.none}$$5" agent_script="fix: [{say: done}]"]
            other [prompt="x" agent_script="other: [{say: done}]"]
            join [shape=tripleoctagon]
            start -> write -> test
            test -> exit [condition="outcome=success"]
            test -> fan [condition="outcome=fail"]
            fan -> fix -> join fan -> other -> join join -> exit
            """
                .formatted(said));

    assertThat(result.code()).as(result.err()).isZero();
    Path fix = result.logsRoot().resolve("parallel/fan/pass1/01-fix/fix");
    assertThat(Files.readString(fix.resolve("preamble.md")))
        .contains(said.strip())
        .contains(result.logsRoot().resolve("write/response.md").toString())
        .contains(result.logsRoot().resolve("test/stderr.log").toString())
        .contains(result.logsRoot().resolve("test/stdout.log").toString());
    assertThat(Files.readString(fix.resolve("prompt.md"))).contains("Fix exit code 1: red of $5");
  }

  @Test
  void aPartWithErrorsOrOneThatRunsItselfIsRefused() throws IOException {
    Files.writeString(bench.path("inner.dot"), "digraph i { start -> a }");
    String part = "part [type=pipeline pipeline_file=\"%s\"] start -> part -> exit";

    Workbench.Result broken = run(part.formatted("inner.dot"));
    assertThat(broken.code()).isEqualTo(3);
    assertThat(broken.err()).contains("inner.dot has errors").contains("[part_has_errors]");
    Workbench.Result itself = run(part.formatted("p.dot"));
    assertThat(itself.code()).isEqualTo(3);
    assertThat(itself.err()).contains("[file_reference]");
  }

  @Test
  void aPersonIsAskedAndNoAnswerIsNoApproval() throws IOException {
    String gate =
        "ask [shape=hexagon label=\"Ship it?\"] yes [shape=parallelogram tool_command=\"true\"]"
            + " start -> ask ask -> yes [label=\"[Y] Yes\"] ask -> exit [label=\"[N] No\"]"
            + " yes -> exit";
    Files.writeString(bench.path("p.dot"), FRAME.formatted(gate));
    String file = bench.path("p.dot").toString();

    Workbench.Result yes = bench.attractorWithInput("y\n", "run", file);
    assertThat(bench.stages(yes.value("run_branch"))).contains("yes (success)");
    Workbench.Result no = bench.attractorWithInput("n\n", "run", file);
    assertThat(bench.stages(no.value("run_branch"))).doesNotContain("yes (success)");
    Workbench.Result approved = bench.attractor("run", file, "--auto-approve");
    assertThat(approved.code()).isZero();
  }

  @Test
  void jsonIsOneObject() throws IOException {
    Workbench.Result result = run("start -> exit", "--json");

    assertThat(result.out().lines()).hasSize(1);
    JsonNode object = JsonMapper.shared().readTree(result.out());
    assertThat(object.path("status").asString()).isEqualTo("success");
    assertThat(Path.of(object.path("logs_root").asString())).isDirectory();
  }

  @Test
  void statusTellsOfTheNewestRunOrOfOneByItsFolder() throws IOException {
    Workbench.Result first = run("start -> exit");
    Workbench.Result status = bench.attractor("status");

    assertThat(status.value("run_id")).isEqualTo(first.value("run_id"));
    assertThat(status.value("status")).isEqualTo("success");
    assertThat(
            bench.attractor("status", "--logs-root", first.logsRoot().toString(), "--json").out())
        .contains("\"status\":\"success\"");
  }

  @Test
  void anEndedRunIsOnlyReported() throws IOException {
    Workbench.Result first = run("start -> exit");
    byte[] journal = Files.readAllBytes(first.logsRoot().resolve("progress.ndjson"));

    Workbench.Result again = bench.attractor("resume", "--logs-root", first.logsRoot().toString());

    assertThat(again.code()).isZero();
    assertThat(Files.readAllBytes(first.logsRoot().resolve("progress.ndjson"))).isEqualTo(journal);
  }

  // --- what is refused ---

  private void nothingIsLeftBehind() throws IOException {
    assertThat(bench.home().resolve("state")).doesNotExist();
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
    assertThat(bench.git("for-each-ref").lines()).hasSize(1);
    assertThat(bench.repo().resolve(".git/worktrees")).doesNotExist();
  }

  @Test
  void aPipelineWithAnErrorIsRefusedWithPlaceAndHint() throws IOException {
    Workbench.Result result = run("a [shape=parallelogram] start -> a -> exit");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains("p.dot:2:1: error: the tool stage a has no command [tool_command_required]")
        .contains("hint: add tool_command");
    nothingIsLeftBehind();
  }

  @Test
  void aSyntaxErrorIsRefusedWithPlaceAndHint() throws IOException {
    Workbench.Result result = run("start -- exit");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("p.dot:2:7: error:").contains("hint:");
    nothingIsLeftBehind();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run | no pipeline is given",
        "run gone.dot | there is no pipeline file",
        "run p.dot --config gone.yaml | there is no configuration file",
        "run p.dot --repo /tmp/.. | not in a git repository",
        "run p.dot --unknown | Unknown option: '--unknown'",
        "run p.dot --graph p.dot | given twice",
        "run p.dot --run-id ../x | cannot be a run id",
        "rnu p.dot | Unmatched argument",
        "resume | Missing required argument",
        "resume --logs-root gone | there is no run in",
        "status | there are no runs yet",
        "validate | Missing required parameter",
        "'' | no command is given",
      })
  void wrongUsageGivesOneClearMessageAndExitCode2(String line, String message) throws IOException {
    bench.write("p.dot", FRAME.formatted("start -> exit"));
    bench.commitAll();

    Workbench.Result result =
        bench.attractor(line.isEmpty() ? new String[0] : line.strip().split(" ", -1));

    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines().filter(l -> l.startsWith("error: "))).hasSize(1);
    assertThat(result.err()).contains(message.strip()).contains("hint: ").doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
    nothingIsLeftBehind();
  }

  @Test
  void aDirtyRepositoryIsRefusedUnlessTheConfigurationAllowsIt() throws IOException {
    bench.write("new.txt", "not committed");

    Workbench.Result refused = run("start -> exit");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("new.txt").contains("require_clean");
    nothingIsLeftBehind();

    Path config = bench.path("c.yaml");
    Files.writeString(config, "git: {require_clean: false}");
    assertThat(run("start -> exit", "--config", config.toString()).code()).isZero();
  }

  @Test
  void questionsAreAnsweredBeforehandVisitByVisitAndOnlyThose() throws IOException {
    String twice =
        "ask [shape=hexagon label=\"Good?\"]"
            + " a [shape=parallelogram tool_command=\"echo a >>log\"]"
            + " start -> a -> ask ask -> a [label=Again] ask -> exit [label=Yes]"
            + " a -> exit [condition=\"outcome=fail\"]";

    Workbench.Result answered = run(twice, "--answer", "ask=again", "--answer", "ask=yes");
    Workbench.Result askedAgain =
        bench.attractorWithInput(
            "yes\n", "run", bench.path("p.dot").toString(), "--answer", "ask=again");
    Workbench.Result wrongNode = run(twice, "--answer", "aks=yes");
    Workbench.Result wrongChoice = run(twice, "--answer", "ask=maybe");

    assertThat(answered.code()).as(answered.err()).isZero();
    assertThat(bench.git("show", answered.value("run_branch") + ":log")).isEqualTo("a\na");
    assertThat(Files.readString(answered.logsRoot().resolve("progress.ndjson")))
        .contains("\"queue\"");
    assertThat(askedAgain.code()).as(askedAgain.err()).isZero();
    assertThat(Files.readString(askedAgain.logsRoot().resolve("progress.ndjson")))
        .contains("\"queue\"")
        .contains("\"console\"");
    assertThat(wrongNode.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(wrongNode.err()).contains("aks, which asks nobody");
    assertThat(wrongChoice.code()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(wrongChoice.err()).contains("'maybe' is no choice of ask").contains("Again, Yes");
  }

  @Test
  void aRunInWhichNothingHappensIsStoppedAndCanBeResumed() throws IOException {
    Path config = bench.path("c.yaml");
    Files.writeString(config, "runtime_policy: {stall_timeout_ms: 1500}");
    Path go = bench.path("go");

    Workbench.Result busy =
        run(
            "a [shape=parallelogram tool_command=\"for i in 1 2 3 4 5 6; do echo $i; sleep 0.5; done\"]"
                + " start -> a a -> exit [condition=\"outcome=success\"]",
            "--config",
            config.toString());
    Workbench.Result stalled =
        run(
            "a [shape=parallelogram tool_command=\"while [ ! -e %s ]; do sleep 0.1; done\"]"
                    .formatted(go)
                + " start -> a a -> exit [condition=\"outcome=success\"]",
            "--config",
            config.toString());

    assertThat(busy.code()).as(busy.err()).isZero();
    assertThat(stalled.code()).as(stalled.err()).isEqualTo(ExitCode.CANCELED.code());
    assertThat(Files.readString(stalled.logsRoot().resolve("progress.ndjson")))
        .contains("\"event\":\"stall_watchdog_timeout\"")
        .contains("nothing has happened for 1500 ms");
    Files.writeString(go, "");
    assertThat(bench.attractor("resume", "--logs-root", stalled.value("logs_root")).code())
        .isZero();
  }

  @Test
  void aMissingAgentProgramFailsPreflightBeforeAnythingIsMade() throws IOException {
    Path config = bench.path("c.yaml");
    Files.writeString(
        config,
        "llm: {cli_profile: test_shim, providers: {anthropic: {executable: /no/such/claude}}}");

    Workbench.Result result =
        run(
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
  void stagesThatThisVersionCannotRunAreRefusedByValidateAndRunAlike() throws IOException {
    Workbench.Result result = run("a [shape=house] start -> a -> exit");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("cannot run stages of type stack.manager_loop, such as a");
    Workbench.Result validated = bench.attractor("validate", bench.path("p.dot").toString());
    assertThat(validated.out() + validated.err()).as("in the same words").contains(error(result));
  }

  @Test
  void preflightAloneMakesNothingButItsReport() throws IOException {
    Workbench.Result result =
        run(
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
        run(
            "fan [shape=component] a [shape=parallelogram tool_command=true] bad [shape=Msquare]"
                + " b [shape=parallelogram tool_command=true]"
                + " start -> fan -> a -> exit fan -> b -> bad");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("the branches of fan never all meet");
    Workbench.Result validated = bench.attractor("validate", bench.path("p.dot").toString());
    assertThat(validated.out() + validated.err()).as("in the same words").contains(error(result));
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"--help", "run --help", "validate --help", "resume --help", "status --help"})
  void helpIsEverywhere(String line) {
    Workbench.Result result = bench.attractor(line.split(" ", -1));

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Usage: attractor");
  }

  @ParameterizedTest
  @CsvSource({"--version", "run --version"})
  void versionIsEverywhere(String line) {
    assertThat(bench.attractor(line.split(" ", -1)).out()).startsWith("attractor ");
  }

  @Test
  void validateChecksSeveralFiles() throws IOException {
    bench.write("good.dot", FRAME.formatted("start -> exit"));
    bench.write("bad.dot", "graph g {}");

    Workbench.Result result = bench.attractor("validate", "good.dot", "bad.dot");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out().lines()).containsExactly("ok: good.dot", "invalid: bad.dot");
    assertThat(bench.attractor("validate", "good.dot").code()).isZero();
  }
}
