package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands beside a run: a stage's own files of our names, a slow remote, a second command. */
class NeighboursTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs() {
    return bench.path("logs");
  }

  private String pipeline(String command) throws IOException {
    return Files.writeString(
            bench.path("p.dot"),
            SamplePipelines.framed(
                SamplePipelines.tool("a", command)
                    + "start -> a a -> exit [condition=\"outcome=success\"]"))
        .toString();
  }

  private Process killedInTheStage(String pipeline) throws Exception {
    Process process = bench.start("run", pipeline, "--run-id=night", "--logs-root=" + logs());
    await().atMost(PATIENCE).until(() -> Files.exists(bench.path("at-work")));
    process.destroyForcibly().waitFor();
    return process;
  }

  /** A stage that only waits the first time. */
  private String waitsOnce() {
    return "echo a >>log; [ -e %1$s ] || { touch %1$s; sleep 600; }"
        .formatted(bench.path("at-work"));
  }

  @Test
  void aStatusThatAStageWritesIntoItsFolderIsNoProofThatItHasEnded() throws Exception {
    killedInTheStage(
        pipeline(
            "echo '{\"outcome\":\"success\"}' >$ATTRACTOR_STAGE_DIR/status.json; " + waitsOnce()));

    Workbench.Result resumed = bench.attractor("resume", "--logs-root", logs().toString());

    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(Files.readString(logs().resolve("progress.ndjson")).split("stage_attempt_start", -1))
        .as("the start, the attempt that was killed and the one after it, and the exit")
        .hasSizeGreaterThan(4);
    assertThat(bench.git("show", "attractor/run/night:log")).contains("a");
  }

  @Test
  void aFileOfTheRepositoryThatIsCalledLikeAStatusStaysInIt() throws IOException {
    bench.write("status.json", "{\"status\":\"of the project\"}");
    bench.commitAll();

    Workbench.Result run =
        bench.attractor(
            "run",
            pipeline(
                "echo '{\"changed\":1}' >status.json;"
                    + " echo '{\"outcome\":\"success\"}' >$ATTRACTOR_STATUS_PATH"),
            "--run-id=night");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(bench.git("show", "attractor/run/night:status.json")).contains("changed");
  }

  @Test
  void theEndStaysTheLastFactHoweverLongThePushTakes() throws IOException {
    bench.git("remote", "add", "slow", "ssh://nowhere.invalid/x");
    ShellScript.write(bench.path("ssh"), "#!/bin/sh\nsleep 3\nexit 1\n");
    bench.with("GIT_SSH", bench.path("ssh").toString());
    Path config =
        Files.writeString(
            bench.path("run.yaml"),
            "git: {push_remote: slow}\nruntime_policy: {stall_timeout_ms: 1000}\n");

    Workbench.Result run =
        bench.attractor("run", pipeline("true"), "--config=" + config, "--logs-root=" + logs());

    assertThat(run.err()).contains("was not pushed to slow");
    assertThat(Files.readAllLines(logs().resolve("progress.ndjson")).getLast())
        .contains("\"run_completed\"");
  }

  @Test
  void ofCleanAndResumeAtOnceOneIsRefused() throws Exception {
    killedInTheStage(pipeline(waitsOnce()));

    Process resume = bench.start("resume", "--logs-root", logs().toString());
    Process clean = bench.start("clean", logs().toString(), "--yes");
    int resumed = resume.waitFor();
    int cleaned = clean.waitFor();

    String said = bench.output(resume) + bench.output(clean);
    assertThat(said).doesNotContain("internal error");
    if (resumed == 0 && cleaned != 0) {
      assertThat(logs().resolve("final.json")).exists();
    }
    if (resumed != 0) {
      assertThat(logs().resolve("progress.ndjson")).as(said).doesNotExist();
    }
    assertThat(bench.git("for-each-ref", "refs/heads/attractor/run/night"))
        .as("the work stays")
        .isNotEmpty();
  }

  /** Another git works in the repository: it holds a lock, and gives it back after a while. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/attractor/run/night.lock",
        "refs/attractor/meta/night.lock",
        "packed-refs.lock",
        "worktrees/worktree/index.lock",
      })
  void aRunWaitsForTheLocksOfOtherGits(String name) throws Exception {
    Path lock = bench.repo().resolve(".git").resolve(name);
    Path goOn = bench.path("go-on");
    Process run =
        bench.start(
            "run",
            pipeline(
                "touch %s; until [ -e %s ]; do sleep 0.05; done; echo a >log"
                    .formatted(bench.path("at-work"), goOn)),
            "--run-id=night",
            "--logs-root=" + logs());
    await().atMost(PATIENCE).until(() -> Files.exists(bench.path("at-work")));
    Files.createDirectories(lock.getParent());
    Files.createFile(lock);
    Files.createFile(goOn);
    Path status = logs().resolve("a/status.json");
    await().atMost(PATIENCE).until(() -> Files.exists(status) || !run.isAlive());
    run.waitFor(1, TimeUnit.SECONDS); // so long the other one works
    Files.deleteIfExists(lock);

    assertThat(run.waitFor()).as(bench.output(run)).isZero();
    assertThat(bench.git("show", "attractor/run/night:log")).isEqualTo("a");
    assertThat(bench.output(run)).doesNotContain("error:");
  }
}
