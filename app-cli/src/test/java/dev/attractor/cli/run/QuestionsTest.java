package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SEMANTICS §6 and §9: people decide, and only people. Whole runs that ask. */
@Timeout(300)
class QuestionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String GATE =
      "gate [shape=hexagon label=\"Deploy?\"] deploy [shape=parallelogram tool_command=\"true\"]"
          + " start -> gate gate -> deploy [label=\"[A] Approve\"]"
          + " gate -> exit [label=\"[R] Reject\"] deploy -> exit";

  @RegisterExtension private final Workbench bench = new Workbench();

  @SuppressWarnings("NullAway.Init")
  private Path logs;

  @BeforeEach
  void chooseLogs() {
    logs = bench.path("logs");
  }

  private String pipeline(String statements) throws IOException {
    return Files.writeString(
            bench.path("p.dot"), "digraph t { start exit %s }".formatted(statements))
        .toString();
  }

  private Process start(String statements, String... options) throws IOException {
    return bench.start(
        Stream.concat(
                Stream.of(
                    "run", pipeline(statements), "--run-id", "one", "--logs-root", logs.toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static void type(Process process, String line) throws IOException {
    OutputStream keys = process.getOutputStream();
    keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private Path question(String id) {
    return logs.resolve("questions").resolve(id + ".json");
  }

  private void awaitQuestion(String id) {
    await().atMost(PATIENCE).until(() -> Files.exists(question(id)));
  }

  private void awaitPrinted(Process process, String text) {
    await().atMost(PATIENCE).until(() -> bench.output(process).contains(text));
  }

  private String journal() throws IOException {
    Path journal = logs.resolve("progress.ndjson");
    return Files.exists(journal) ? Files.readString(journal) : "";
  }

  private static int exitCode(Process process) throws InterruptedException {
    return process.waitFor();
  }

  private boolean ran(String node) {
    return Files.exists(logs.resolve(node).resolve("status.json"));
  }

  private void answer(String id, String json) throws IOException {
    Path answers = Files.createDirectories(logs.resolve("answers"));
    Files.writeString(answers.resolve("other.tmp"), json);
    Files.move(answers.resolve("other.tmp"), answers.resolve(id + ".json"));
  }

  private String token(String id) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(question(id))).path("token").asString();
  }

  @Test
  void theEndOfTheInputLeavesTheQuestionOpenForAttractorAnswer() throws Exception {
    Process run = start(GATE);
    run.getOutputStream().close();
    awaitPrinted(run, "attractor answer one gate-v1-a1 CHOICE");

    assertThat(bench.attractor("status", logs.toString()).value("status")).isEqualTo("waiting");
    assertThat(bench.attractor("answer", "one", "r").code()).isZero();

    assertThat(exitCode(run)).isZero();
    assertThat(ran("deploy")).isFalse();
  }

  @Test
  void whatIsNoChoiceIsAskedAgainOnTheTerminal() throws Exception {
    Process run = start(GATE);
    type(run, "");
    type(run, "maybe");
    type(run, "reject");

    assertThat(exitCode(run)).isZero();
    assertThat(bench.output(run)).contains("'maybe' is none of the choices: A ([A] Approve)");
    assertThat(ran("deploy")).isFalse();
    assertThat(journal()).contains("\"choice\":\"[R] Reject\",\"answered_by\":\"console\"");
  }

  @Test
  void aChoiceWhoseOwnConditionDoesNotHoldIsAskedAgain() throws Exception {
    Process run =
        start(
            GATE.replace(
                "label=\"[A] Approve\"",
                "label=\"[A] Approve\" condition=\"context.tests=passed\""));
    type(run, "A");
    type(run, "R");

    assertThat(exitCode(run)).isZero();
    assertThat(bench.output(run))
        .contains("[A] Approve cannot be chosen now")
        .contains("context.tests=passed");
    assertThat(ran("deploy")).isFalse();
  }

  @Test
  void whereNoChoiceCanBeTakenNobodyIsAsked() throws Exception {
    Workbench.Result run =
        bench.attractor(
            "run",
            pipeline(
                "gate [shape=hexagon] start -> gate gate -> exit [condition=\"context.x=1\"]"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.value("failure_reason")).contains("no choice can be taken now");
  }

  @Test
  void autoApproveTakesTheFirstChoiceThatCanBeTaken() throws Exception {
    Workbench.Result run =
        bench.attractor(
            "run",
            pipeline(
                GATE.replace(
                    "label=\"[A] Approve\"", "label=\"[A] Approve\" condition=\"context.x=1\"")),
            "--logs-root",
            logs.toString(),
            "--auto-approve");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(journal()).contains("\"choice\":\"[R] Reject\",\"answered_by\":\"auto_approve\"");
  }

  @Test
  void theDefaultChoiceIsTakenByItsKey() throws Exception {
    Workbench.Result run =
        bench.attractor(
            "run",
            pipeline(
                GATE.replace(
                    "label=\"Deploy?\"", "timeout=\"100ms\" human.default_choice=R label=x")),
            "--logs-root",
            logs.toString(),
            "--unattended");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ran("deploy")).isFalse();
    assertThat(journal()).contains("\"answered_by\":\"human.default_choice\"");
  }

  @Test
  void aTimeoutWithoutADefaultIsARetryThatNamesTheGate() throws Exception {
    bench.attractor(
        "run",
        pipeline(
            GATE.replace("label=\"Deploy?\"", "human.timeout=\"100ms\" allow_partial=true label=x")
                + " gate -> exit [condition=\"outcome=retry\"]"),
        "--logs-root",
        logs.toString(),
        "--unattended");

    assertThat(Files.readString(logs.resolve("gate/status.json")))
        .contains("\"retry\"")
        .contains("nobody answered in time: gate");
    assertThat(ran("deploy")).isFalse();
  }

  @Test
  void anAnswerFiledBeforeTheQuestionIsRefusedAndTold() throws Exception {
    String plant =
        "work [shape=parallelogram tool_command=\"mkdir -p $ATTRACTOR_STAGE_DIR/../answers"
            + " $ATTRACTOR_STAGE_DIR/../questions;"
            + " echo '{\\\"token\\\":\\\"t\\\",\\\"choice\\\":\\\"A\\\"}'"
            + " | tee $ATTRACTOR_STAGE_DIR/../answers/gate-v1-a1.json"
            + " >$ATTRACTOR_STAGE_DIR/../questions/gate-v1-a1.json\"] ";
    Process run =
        start(plant + GATE.replace("start -> gate", "start -> work -> gate"), "--unattended");
    await().atMost(PATIENCE).until(() -> journal().contains("does not count"));

    assertThat(logs.resolve("answers/refused/gate-v1-a1.json")).exists();
    assertThat(logs.resolve("answers/gate-v1-a1.json")).doesNotExist();
    assertThat(bench.attractor("answer", logs.toString(), "R").code()).isZero();
    assertThat(exitCode(run)).isZero();
    assertThat(ran("deploy")).isFalse();
  }

  @Test
  void anotherProgramAnswersByFileAndOnlyWithTheTokenOfTheQuestion() throws Exception {
    Process run = start(GATE, "--unattended");
    awaitQuestion("gate-v1-a1");

    answer("gate-v1-a1", "{\"choice\": \"A\"}");
    await().atMost(PATIENCE).until(() -> journal().contains("does not name the token"));
    answer("gate-v1-a1", "{\"choice\": \"A\", \"token\": \"guessed\"}");
    await().atMost(PATIENCE).until(() -> journal().contains("that of another question"));
    answer("gate-v1-a1", "{\"choice\": \"A\"");
    await().atMost(PATIENCE).until(() -> journal().contains("it is no JSON"));
    answer("gate-v1-a1", "{\"choice\": \"x\", \"token\": \"%s\"}".formatted(token("gate-v1-a1")));
    await().atMost(PATIENCE).until(() -> journal().contains("'x' is none of the choices"));
    assertThat(ran("gate")).isFalse();

    answer("gate-v1-a1", "{\"choice\": \"R\", \"token\": \"%s\"}".formatted(token("gate-v1-a1")));
    assertThat(exitCode(run)).isZero();
    assertThat(journal()).contains("\"choice\":\"[R] Reject\",\"answered_by\":\"file\"");
  }

  @Test
  void attractorAnswerRefusesWhatIsNotOpen() throws Exception {
    String two =
        "first [shape=hexagon] second [shape=hexagon] start -> first"
            + " first -> second [label=Yes] second -> exit [label=Yes]";
    Process run = start(two, "--unattended");
    awaitQuestion("first-v1-a1");

    Workbench.Result early = bench.attractor("answer", "one", "second", "yes");
    assertThat(early.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(early.err()).contains("no question second is open").contains("not asked yet");
    assertThat(bench.attractor("answer", "one", "first-v1-a1", "yes").code()).isZero();
    awaitQuestion("second-v1-a1");
    Workbench.Result late = bench.attractor("answer", "one", "first", "yes");
    assertThat(late.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(late.err()).contains("no question first is open");

    assertThat(Files.exists(question("first-v1-a1"))).isFalse();
    assertThat(bench.attractor("answer", "one", "yes").code()).isZero();
    assertThat(exitCode(run)).isZero();
  }

  @Test
  void aQuestionAnsweredAfterItsDriverWasKilledCountsWhenTheRunIsResumed() throws Exception {
    Process run = start(GATE, "--unattended");
    awaitQuestion("gate-v1-a1");
    run.destroyForcibly().waitFor();
    String token = token("gate-v1-a1");

    Workbench.Result dead = bench.attractor("status", "one");
    assertThat(dead.value("status")).isEqualTo("interrupted");
    assertThat(dead.value("question")).contains("Deploy?");
    Workbench.Result answered = bench.attractor("answer", "one", "R");
    assertThat(answered.err()).contains("counts when the run is resumed");
    Workbench.Result again = bench.attractor("answer", "one", "A");
    assertThat(again.code()).as("one answer each").isEqualTo(ExitCode.USAGE.code());

    Workbench.Result resumed =
        bench.attractor("resume", "--logs-root", logs.toString(), "--unattended");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(ran("deploy")).isFalse();
    assertThat(journal())
        .contains("\"token\":\"" + token + "\"")
        .containsOnlyOnce("interview_completed")
        .contains("\"choice\":\"[R] Reject\",\"answered_by\":\"file\"");
  }

  /** Before the question is noted, shown, answered; and until the run has taken the answer. */
  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9, 10, 11, 12})
  void oneAnswerIsEnoughWheneverTheDriverIsKilled(int line) throws Exception {
    Process run =
        bench.startAndDieBefore(
            line,
            "run",
            pipeline(GATE),
            "--run-id",
            "one",
            "--logs-root",
            logs.toString(),
            "--unattended");
    boolean answered = answeredWhile(run);
    assertThat(exitCode(run)).as(bench.output(run)).isEqualTo(128 + 9);
    answered |= Files.exists(question("gate-v1-a1")) && isAnswered();

    Process resumed = bench.start("resume", "--logs-root", logs.toString(), "--unattended");
    if (!answered) {
      answeredWhile(resumed);
    }

    assertThat(exitCode(resumed)).as(bench.output(resumed)).isZero();
    assertThat(ran("deploy")).isFalse();
    assertThat(journal()).contains("\"choice\":\"[R] Reject\",\"answered_by\":\"file\"");
  }

  private boolean answeredWhile(Process run) {
    await().atMost(PATIENCE).until(() -> !run.isAlive() || Files.exists(question("gate-v1-a1")));
    return Files.exists(question("gate-v1-a1")) && isAnswered();
  }

  private boolean isAnswered() {
    return bench.attractor("answer", "one", "R").code() == 0;
  }

  @Test
  void aQuestionOfARunThatWasStoppedIsAskedAnewWithAnotherToken() throws Exception {
    Process run = start(GATE, "--unattended");
    awaitQuestion("gate-v1-a1");
    String token = token("gate-v1-a1");
    assertThat(bench.attractor("stop", "one").code()).isZero();
    assertThat(exitCode(run)).isNotZero();
    assertThat(bench.attractor("answer", "one", "A").code()).isEqualTo(ExitCode.USAGE.code());
    answer("gate-v1-a1", "{\"choice\": \"A\", \"token\": \"%s\"}".formatted(token));

    Process resumed = bench.start("resume", "--logs-root", logs.toString(), "--unattended");
    awaitQuestion("gate-v1-a1");
    assertThat(token("gate-v1-a1")).isNotEqualTo(token);
    await().atMost(PATIENCE).until(() -> journal().contains("does not count"));
    assertThat(bench.attractor("answer", "one", "R").code()).isZero();
    assertThat(exitCode(resumed)).isZero();
    assertThat(ran("deploy")).isFalse();
  }

  @Test
  void aLineTypedAfterAQuestionWasOverGoesToTheNext() throws Exception {
    Process run =
        start(
            "first [shape=hexagon human.timeout=\"1500ms\" human.default_choice=second]"
                + " second [shape=hexagon] other [shape=parallelogram tool_command=\"true\"]"
                + " start -> first first -> second [label=\"[A] Go\"] first -> exit [label=No]"
                + " second -> other [label=\"[A] Go\"] second -> exit [label=No] other -> exit");
    awaitQuestion("second-v1-a1");
    awaitPrinted(run, "? second");

    type(run, "a");

    assertThat(exitCode(run)).isZero();
    assertThat(journal())
        .contains("\"node_id\":\"second\",\"choice\":\"[A] Go\",\"answered_by\":\"console\"");
    assertThat(ran("other")).isTrue();
  }

  @Test
  void ofTwoQuestionsAtOnceEachTakesOnlyItsOwnAndTheRunWaits() throws Exception {
    Process run =
        start(
            "fan [shape=component] join [shape=tripleoctagon]"
                + " delete [shape=hexagon label=\"Delete the database?\"]"
                + " docs [shape=hexagon label=\"Publish the docs?\"]"
                + " gone [shape=parallelogram tool_command=\"true\"]"
                + " kept [shape=parallelogram tool_command=\"true\"]"
                + " start -> fan fan -> delete fan -> docs"
                + " delete -> gone [label=\"[Y] Yes\"] delete -> kept [label=\"[N] No\"]"
                + " docs -> gone [label=\"[Y] Yes\"] docs -> kept [label=\"[N] No\"]"
                + " gone -> join kept -> join join -> exit");
    awaitPrinted(run, "2 questions are open");

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

    type(run, "y");
    awaitPrinted(run, "'y' does not say which question it answers");
    assertThat(bench.attractor("answer", "one", "docs", "y").code()).isZero();
    await()
        .atMost(PATIENCE)
        .until(() -> bench.attractor("answer", "one", "--list").out().lines().count() == 3);
    type(run, "delete n");

    assertThat(exitCode(run)).isZero();
    assertThat(bench.attractor("logs", "one").out())
        .containsPattern("docs +\\[Y\\] Yes \\(file\\)")
        .containsPattern("delete +\\[N\\] No \\(console\\)");
  }

  @Test
  void aRunThatWaitsSaysSoEverywhereWithWhatToType() throws Exception {
    String part =
        Files.writeString(bench.path("part.dot"), "digraph q { start exit " + GATE + " }")
            .toString();
    Process run =
        start(
            "sub [type=pipeline pipeline_file=\"%s\"] start -> sub -> exit".formatted(part),
            "--unattended");
    String id = "sub-v1-a1.gate-v1-a1";
    String command = "attractor answer one " + id + " CHOICE";
    awaitPrinted(run, command);

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
    assertThat(exitCode(run)).isZero();
    assertThat(bench.attractor("status", "one").value("status")).isEqualTo("success");
  }

  @Test
  void aRunThatWaitsForAPersonIsNoStall() throws Exception {
    Path config =
        Files.writeString(bench.path("c.yaml"), "runtime_policy: {stall_timeout_ms: 1500}");
    Process run =
        start(
            GATE.replace("label=\"Deploy?\"", "human.timeout=4s human.default_choice=R label=x"),
            "--unattended",
            "--config",
            config.toString());

    assertThat(exitCode(run)).as(bench.output(run)).isZero();
    assertThat(journal()).doesNotContain("stall_watchdog_timeout");
  }
}
