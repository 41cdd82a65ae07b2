package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.AskingRun;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SEMANTICS §6 and §9: people decide, and only people. Whole runs that ask. */
@Timeout(300)
class QuestionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension private final Workbench bench = new Workbench();

  private final AskingRun asking = new AskingRun(bench);

  @Test
  void theEndOfTheInputLeavesTheQuestionOpenForAttractorAnswer() throws Exception {
    Process run = asking.start(AskingRun.GATE);
    run.getOutputStream().close();
    asking.awaitPrinted(run, "attractor answer one gate-v1-a1 CHOICE");

    assertThat(bench.attractor("status", asking.logs().toString()).value("status"))
        .isEqualTo("waiting");
    assertThat(bench.attractor("answer", "one", "r").code()).isZero();

    assertThat(run.waitFor()).isZero();
    assertThat(asking.ran("deploy")).isFalse();
  }

  @Test
  void whatIsNoChoiceIsAskedAgainOnTheTerminal() throws Exception {
    Process run = asking.start(AskingRun.GATE);
    AskingRun.type(run, "");
    AskingRun.type(run, "maybe");
    AskingRun.type(run, "reject");

    assertThat(run.waitFor()).isZero();
    assertThat(bench.output(run)).contains("'maybe' is none of the choices: A ([A] Approve)");
    assertThat(asking.ran("deploy")).isFalse();
    assertThat(asking.journal()).contains("\"choice\":\"[R] Reject\",\"answered_by\":\"console\"");
  }

  @Test
  void aChoiceWhoseOwnConditionDoesNotHoldIsAskedAgain() throws Exception {
    Process run =
        asking.start(
            AskingRun.GATE.replace(
                "label=\"[A] Approve\"",
                "label=\"[A] Approve\" condition=\"context.tests=passed\""));
    AskingRun.type(run, "A");
    AskingRun.type(run, "R");

    assertThat(run.waitFor()).isZero();
    assertThat(bench.output(run))
        .contains("[A] Approve cannot be chosen now")
        .contains("context.tests=passed");
    assertThat(asking.ran("deploy")).isFalse();
  }

  @Test
  void whereNoChoiceCanBeTakenNobodyIsAsked() throws Exception {
    Workbench.Result run =
        bench.attractor(
            "run",
            asking.pipeline(
                "gate [shape=hexagon] start -> gate gate -> exit [condition=\"context.x=1\"]"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.value("failure_reason")).contains("no choice can be taken now");
  }

  @Test
  void autoApproveTakesTheFirstChoiceThatCanBeTaken() throws Exception {
    Workbench.Result run =
        bench.attractor(
            "run",
            asking.pipeline(
                AskingRun.GATE.replace(
                    "label=\"[A] Approve\"", "label=\"[A] Approve\" condition=\"context.x=1\"")),
            "--logs-root",
            asking.logs().toString(),
            "--auto-approve");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(asking.journal())
        .contains("\"choice\":\"[R] Reject\",\"answered_by\":\"auto_approve\"");
  }

  @Test
  void theDefaultChoiceIsTakenByItsKey() throws Exception {
    Workbench.Result run =
        bench.attractor(
            "run",
            asking.pipeline(
                AskingRun.GATE.replace(
                    "label=\"Deploy?\"", "timeout=\"100ms\" human.default_choice=R label=x")),
            "--logs-root",
            asking.logs().toString(),
            "--unattended");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(asking.ran("deploy")).isFalse();
    assertThat(asking.journal()).contains("\"answered_by\":\"human.default_choice\"");
  }

  @Test
  void aTimeoutWithoutADefaultIsARetryThatNamesTheGate() throws Exception {
    bench.attractor(
        "run",
        asking.pipeline(
            AskingRun.GATE.replace(
                    "label=\"Deploy?\"", "human.timeout=\"100ms\" allow_partial=true label=x")
                + " gate -> exit [condition=\"outcome=retry\"]"),
        "--logs-root",
        asking.logs().toString(),
        "--unattended");

    assertThat(Files.readString(asking.logs().resolve("gate/status.json")))
        .contains("\"retry\"")
        .contains("nobody answered in time: gate");
    assertThat(asking.ran("deploy")).isFalse();
  }

  @Test
  void aLineTypedAfterAQuestionWasOverGoesToTheNext() throws Exception {
    Process run =
        asking.start(
            "first [shape=hexagon human.timeout=\"1500ms\" human.default_choice=second]"
                + " second [shape=hexagon] other [shape=parallelogram tool_command=\"true\"]"
                + " start -> first first -> second [label=\"[A] Go\"] first -> exit [label=No]"
                + " second -> other [label=\"[A] Go\"] second -> exit [label=No] other -> exit");
    asking.awaitQuestion("second-v1-a1");
    asking.awaitPrinted(run, "? second");

    AskingRun.type(run, "a");

    assertThat(run.waitFor()).isZero();
    assertThat(asking.journal())
        .contains("\"node_id\":\"second\",\"choice\":\"[A] Go\",\"answered_by\":\"console\"");
    assertThat(asking.ran("other")).isTrue();
  }

  @Test
  void ofTwoQuestionsAtOnceEachTakesOnlyItsOwnAndTheRunWaits() throws Exception {
    Process run =
        asking.start(
            "fan [shape=component] join [shape=tripleoctagon]"
                + " delete [shape=hexagon label=\"Delete the database?\"]"
                + " docs [shape=hexagon label=\"Publish the docs?\"]"
                + " gone [shape=parallelogram tool_command=\"true\"]"
                + " kept [shape=parallelogram tool_command=\"true\"]"
                + " start -> fan fan -> delete fan -> docs"
                + " delete -> gone [label=\"[Y] Yes\"] delete -> kept [label=\"[N] No\"]"
                + " docs -> gone [label=\"[Y] Yes\"] docs -> kept [label=\"[N] No\"]"
                + " gone -> join kept -> join join -> exit");
    asking.awaitPrinted(run, "2 questions are open");

    JsonNode status =
        JsonMapper.shared().readTree(bench.attractor("status", "one", "--json").out());
    assertThat(status.path("status").asString()).isEqualTo("waiting");
    assertThat(status.path("questions"))
        .extracting(one -> one.path("text").asString())
        .containsExactlyInAnyOrder("Delete the database?", "Publish the docs?");
    assertThat(status.path("branches"))
        .allMatch(branch -> branch.path("status").asString().equals("waiting"));
    Workbench.Result which = bench.attractor("answer", "one", "y");
    assertThat(which.err()).contains("2 questions are open").contains("fan-p1-docs.docs-v1-a1");

    AskingRun.type(run, "y");
    asking.awaitPrinted(run, "'y' does not say which question it answers");
    assertThat(bench.attractor("answer", "one", "docs", "y").code()).isZero();
    await()
        .atMost(PATIENCE)
        .until(() -> bench.attractor("answer", "one", "--list").out().lines().count() == 5);
    AskingRun.type(run, "delete n");

    assertThat(run.waitFor()).isZero();
    assertThat(bench.attractor("logs", "one").out())
        .containsPattern("docs +\\[Y\\] Yes \\(file\\)")
        .containsPattern("delete +\\[N\\] No \\(console\\)");
  }

  @Test
  void aRunThatWaitsSaysSoEverywhereWithWhatToType() throws Exception {
    String part =
        Files.writeString(bench.path("part.dot"), "digraph q { start exit " + AskingRun.GATE + " }")
            .toString();
    Process run =
        asking.start(
            "sub [type=pipeline pipeline_file=\"%s\"] start -> sub -> exit".formatted(part),
            "--unattended");
    String id = "sub-v1-a1.gate-v1-a1";
    String command = "attractor answer one " + id + " CHOICE";
    asking.awaitPrinted(run, command);

    Workbench.Result status = bench.attractor("status", "one");
    assertThat(status.value("status")).isEqualTo("waiting");
    assertThat(status.value("question")).contains("Deploy?").contains("A [A] Approve");
    assertThat(status.value("answer_with")).isEqualTo(command);
    assertThat(bench.attractor("list").out()).contains("waiting").contains(command);
    JsonNode listed = JsonMapper.shared().readTree(bench.attractor("list", "--json").out());
    assertThat(listed.get(0).path("questions").get(0).path("id").asString()).isEqualTo(id);
    assertThat(bench.attractor("logs", "one").out())
        .contains("Deploy?")
        .contains("R  [R] Reject")
        .contains(command);
    Workbench.Result wait = bench.attractor("wait", "one", "--timeout", "100ms");
    assertThat(wait.code()).isEqualTo(ExitCode.NOT_YET.code());
    assertThat(wait.err()).containsOnlyOnce(command);

    assertThat(bench.attractor("answer", "one", id, "R").code()).isZero();
    assertThat(run.waitFor()).isZero();
    assertThat(bench.attractor("status", "one").value("status")).isEqualTo("success");
  }

  @Test
  void aRunThatWaitsForAPersonIsNoStall() throws Exception {
    Path config =
        Files.writeString(bench.path("c.yaml"), "runtime_policy: {stall_timeout_ms: 1500}");
    Process run =
        asking.start(
            AskingRun.GATE.replace(
                "label=\"Deploy?\"", "human.timeout=4s human.default_choice=R label=x"),
            "--unattended",
            "--config",
            config.toString());

    assertThat(run.waitFor()).as(bench.output(run)).isZero();
    assertThat(asking.journal()).doesNotContain("stall_watchdog_timeout");
  }

  @Test
  void aPersonIsAskedAndNoAnswerIsNoApproval() throws IOException {
    String gate =
        "ask [shape=hexagon label=\"Ship it?\"] yes [shape=parallelogram tool_command=\"true\"]"
            + " start -> ask ask -> yes [label=\"[Y] Yes\"] ask -> exit [label=\"[N] No\"]"
            + " yes -> exit";
    Files.writeString(bench.path("p.dot"), SamplePipelines.framed(gate));
    String file = bench.path("p.dot").toString();

    Workbench.Result yes = bench.attractorWithInput("y\n", "run", file);
    assertThat(bench.stages(yes.value("run_branch"))).contains("yes (success)");
    Workbench.Result no = bench.attractorWithInput("n\n", "run", file);
    assertThat(bench.stages(no.value("run_branch"))).doesNotContain("yes (success)");
    Workbench.Result approved = bench.attractor("run", file, "--auto-approve");
    assertThat(approved.code()).isZero();
  }

  @Test
  void questionsAreAnsweredBeforehandVisitByVisitAndOnlyThose() throws IOException {
    String twice =
        "ask [shape=hexagon label=\"Good?\"]"
            + " a [shape=parallelogram tool_command=\"echo a >>log\"]"
            + " start -> a -> ask ask -> a [label=Again] ask -> exit [label=Yes]"
            + " a -> exit [condition=\"outcome=fail\"]";

    Workbench.Result answered = bench.run(twice, "--answer", "ask=again", "--answer", "ask=yes");
    Workbench.Result askedAgain =
        bench.attractorWithInput(
            "yes\n", "run", bench.path("p.dot").toString(), "--answer", "ask=again");
    Workbench.Result wrongNode = bench.run(twice, "--answer", "aks=yes");
    Workbench.Result wrongChoice = bench.run(twice, "--answer", "ask=maybe");

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
}
