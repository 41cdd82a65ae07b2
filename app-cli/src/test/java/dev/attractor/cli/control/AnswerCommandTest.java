package dev.attractor.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.AskingRun;
import dev.attractor.cli.workbench.LongRuns;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code attractor answer}: what other terminals and programs can say to a run that asks. */
@Timeout(300)
class AnswerCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension private final Workbench bench = new Workbench();

  private final AskingRun asking = new AskingRun(bench);

  @Test
  void anAnswerFiledBeforeTheQuestionIsRefusedAndTold() throws Exception {
    String plant =
        "work [shape=parallelogram tool_command=\"mkdir -p $ATTRACTOR_STAGE_DIR/../answers"
            + " $ATTRACTOR_STAGE_DIR/../questions;"
            + " echo '{\\\"token\\\":\\\"t\\\",\\\"choice\\\":\\\"A\\\"}'"
            + " | tee $ATTRACTOR_STAGE_DIR/../answers/gate-v1-a1.json"
            + " >$ATTRACTOR_STAGE_DIR/../questions/gate-v1-a1.json\"] ";
    Process run =
        asking.start(
            plant + AskingRun.GATE.replace("start -> gate", "start -> work -> gate"),
            "--unattended");
    await().atMost(PATIENCE).until(() -> asking.journal().contains("does not count"));

    assertThat(asking.logs().resolve("answers/refused/gate-v1-a1.json")).exists();
    assertThat(asking.logs().resolve("answers/gate-v1-a1.json")).doesNotExist();
    assertThat(bench.attractor("answer", asking.logs().toString(), "R").code()).isZero();
    assertThat(run.waitFor()).isZero();
    assertThat(asking.ran("deploy")).isFalse();
  }

  @Test
  void anotherProgramAnswersByFileAndOnlyWithTheTokenOfTheQuestion() throws Exception {
    Process run = asking.start(AskingRun.GATE, "--unattended");
    asking.awaitQuestion("gate-v1-a1");

    asking.answer("gate-v1-a1", "{\"choice\": \"A\"}");
    await().atMost(PATIENCE).until(() -> asking.journal().contains("does not name the token"));
    asking.answer("gate-v1-a1", "{\"choice\": \"A\", \"token\": \"guessed\"}");
    await().atMost(PATIENCE).until(() -> asking.journal().contains("that of another question"));
    asking.answer("gate-v1-a1", "{\"choice\": \"A\"");
    await().atMost(PATIENCE).until(() -> asking.journal().contains("it is no JSON"));
    asking.answer(
        "gate-v1-a1",
        "{\"choice\": \"x\", \"token\": \"%s\"}".formatted(asking.token("gate-v1-a1")));
    await().atMost(PATIENCE).until(() -> asking.journal().contains("'x' is none of the choices"));
    assertThat(asking.ran("gate")).isFalse();

    asking.answer(
        "gate-v1-a1",
        "{\"choice\": \"R\", \"token\": \"%s\"}".formatted(asking.token("gate-v1-a1")));
    assertThat(run.waitFor()).isZero();
    assertThat(asking.journal()).contains("\"choice\":\"[R] Reject\",\"answered_by\":\"file\"");
  }

  @Test
  void attractorAnswerRefusesWhatIsNotOpen() throws Exception {
    String two =
        "first [shape=hexagon] second [shape=hexagon] start -> first"
            + " first -> second [label=Yes] second -> exit [label=Yes]";
    Process run = asking.start(two, "--unattended");
    asking.awaitQuestion("first-v1-a1");

    Workbench.Result early = bench.attractor("answer", "one", "second", "yes");
    assertThat(early.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(early.err()).contains("no question second is open").contains("not asked yet");
    assertThat(bench.attractor("answer", "one", "first-v1-a1", "yes").code()).isZero();
    asking.awaitQuestion("second-v1-a1");
    Workbench.Result late = bench.attractor("answer", "one", "first", "yes");
    assertThat(late.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(late.err()).contains("no question first is open");

    assertThat(Files.exists(asking.question("first-v1-a1"))).isFalse();
    assertThat(bench.attractor("answer", "one", "yes").code()).isZero();
    assertThat(run.waitFor()).isZero();
  }

  @Test
  void aRunIsNamedOnlyWhenSeveralAskTheSame() throws Exception {
    String gate =
        "gate [shape=hexagon] first [shape=hexagon] start -> gate"
            + " gate -> first [label=Yes] first -> exit [label=Yes]";
    Process run = asking.start(gate, "--unattended");
    asking.awaitQuestion("gate-v1-a1");
    String ended =
        Files.writeString(bench.path("ended.dot"), "digraph e { start exit start -> exit }")
            .toString();
    assertThat(bench.attractor("run", ended).code()).as("a newer one").isZero();

    assertThat(bench.attractor("answer", "--list").out())
        .contains("gate-v1-a1", "answer it with: attractor answer one gate-v1-a1 CHOICE");
    Workbench.Result none = bench.attractor("answer", "other", "yes");
    assertThat(none.code()).as(none.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench.attractor("answer", "gate", "yes").code()).isZero();
    asking.awaitQuestion("first-v1-a1");
    assertThat(bench.attractor("answer", "yes").code()).isZero();
    assertThat(run.waitFor()).isZero();
    assertThat(bench.attractor("answer", "yes").err()).contains("no run asks anything");
  }

  @Test
  void aQuestionAnsweredAfterItsDriverWasKilledCountsWhenTheRunIsResumed() throws Exception {
    Process run = asking.start(AskingRun.GATE, "--unattended");
    asking.awaitQuestion("gate-v1-a1");
    run.destroyForcibly().waitFor();
    String token = asking.token("gate-v1-a1");

    Workbench.Result dead = bench.attractor("status", "one");
    assertThat(dead.value("status")).isEqualTo("interrupted");
    assertThat(dead.value("question")).contains("Deploy?");
    Workbench.Result answered = bench.attractor("answer", "one", "R");
    assertThat(answered.err()).contains("counts when the run is resumed");
    Workbench.Result again = bench.attractor("answer", "one", "A");
    assertThat(again.code()).as("one answer each").isEqualTo(ExitCode.USAGE.code());

    Workbench.Result resumed =
        bench.attractor("resume", "--logs-root", asking.logs().toString(), "--unattended");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(asking.ran("deploy")).isFalse();
    assertThat(asking.journal())
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
            asking.pipeline(AskingRun.GATE),
            "--run-id",
            "one",
            "--logs-root",
            asking.logs().toString(),
            "--unattended");
    boolean answered = answeredWhile(run);
    assertThat(run.waitFor()).as(bench.output(run)).isEqualTo(128 + 9);
    answered |= Files.exists(asking.question("gate-v1-a1")) && isAnswered();

    Process resumed =
        bench.start("resume", "--logs-root", asking.logs().toString(), "--unattended");
    if (!answered) {
      answeredWhile(resumed);
    }

    assertThat(resumed.waitFor()).as(bench.output(resumed)).isZero();
    assertThat(asking.ran("deploy")).isFalse();
    assertThat(asking.journal()).contains("\"choice\":\"[R] Reject\",\"answered_by\":\"file\"");
  }

  private boolean answeredWhile(Process run) {
    await()
        .atMost(PATIENCE)
        .until(() -> !run.isAlive() || Files.exists(asking.question("gate-v1-a1")));
    return Files.exists(asking.question("gate-v1-a1")) && isAnswered();
  }

  private boolean isAnswered() {
    return bench.attractor("answer", "one", "R").code() == 0;
  }

  @Test
  void aQuestionOfARunThatWasStoppedIsAskedAnewWithAnotherToken() throws Exception {
    Process run = asking.start(AskingRun.GATE, "--unattended");
    asking.awaitQuestion("gate-v1-a1");
    String token = asking.token("gate-v1-a1");
    assertThat(bench.attractor("stop", "one").code()).isZero();
    assertThat(run.waitFor()).isNotZero();
    assertThat(bench.attractor("answer", "one", "A").code()).isEqualTo(ExitCode.USAGE.code());
    asking.answer("gate-v1-a1", "{\"choice\": \"A\", \"token\": \"%s\"}".formatted(token));

    Process resumed =
        bench.start("resume", "--logs-root", asking.logs().toString(), "--unattended");
    asking.awaitQuestion("gate-v1-a1");
    assertThat(asking.token("gate-v1-a1")).isNotEqualTo(token);
    await().atMost(PATIENCE).until(() -> asking.journal().contains("does not count"));
    assertThat(bench.attractor("answer", "one", "R").code()).isZero();
    assertThat(resumed.waitFor()).isZero();
    assertThat(asking.ran("deploy")).isFalse();
  }

  @Test
  void aQuestionOfADetachedRunIsAnsweredFromAnotherTerminal() throws IOException {
    Workbench.Result begun =
        new LongRuns(bench)
            .detached(
                new LongRuns(bench)
                    .pipeline(
                        "ask [shape=hexagon label=\"Ship it?\"] no [shape=parallelogram tool_command=false]"
                            + " start -> ask ask -> exit [label=\"[Y] Yes\"] ask -> no [label=No]"
                            + " no -> exit [condition=\"outcome=success\"]"));
    String run = begun.value("run_id");
    new LongRuns(bench).awaitFile(begun.logsRoot().resolve("questions/ask-v1-a1.json"));

    assertThat(bench.attractor("answer", run, "--list").out())
        .contains("ask-v1-a1  Ship it?")
        .contains("Y  [Y] Yes");
    Workbench.Result wrong = bench.attractor("answer", run, "perhaps");
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(wrong.err()).contains("'perhaps'").contains("Y ([Y] Yes)").contains("ask-v1-a1");
    assertThat(bench.attractor("answer", run, "other", "y").code())
        .isEqualTo(ExitCode.USAGE.code());

    assertThat(bench.attractor("answer", run, "ask", "y").code()).isZero();
    assertThat(bench.attractor("wait", run).code()).isZero();
    assertThat(Files.readString(begun.logsRoot().resolve("progress.ndjson")))
        .contains("\"answered_by\":\"file\"");
    assertThat(begun.logsRoot().resolve("questions")).isEmptyDirectory();
  }
}
