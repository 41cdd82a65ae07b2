package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of two starts of a run of one id one wins, and one that was killed stands in nobody's way. A few
 * rounds are tried in each build, more with {@code -Dattractor.starts=n}.
 */
class TwoStartsTest {
  private static final int ROUNDS = Integer.getInteger("attractor.starts", 3);

  @RegisterExtension private final Workbench bench = new Workbench();

  private String pipeline = "";

  /** Where the two have their folders. */
  enum Folders {
    ONE("--logs-root=logs-%d", "--logs-root=logs-%d"),
    TWO("--logs-root=logs-a-%d", "--logs-root=logs-b-%d"),
    DEFAULT_AND_ANOTHER("--unattended", "--logs-root=logs-%d");

    private final String one;
    private final String other;

    Folders(String one, String other) {
      this.one = one;
      this.other = other;
    }

    List<String> of(Workbench bench, int round) {
      return Stream.of(one, other)
          .map(option -> option.replace("=logs", "=" + bench.path("logs")).formatted(round))
          .toList();
    }
  }

  @BeforeEach
  void writePipeline() throws IOException {
    pipeline =
        Files.writeString(
                bench.path("p.dot"),
                SamplePipelines.framed(
                    """
                    a [shape=parallelogram tool_command="echo once >>log; sleep 1"]
                    start -> a a -> exit [condition="outcome=success"]
                    """))
            .toString();
  }

  private String log(String run) {
    return bench.git("show", "attractor/run/%s:log".formatted(run)).strip();
  }

  @ParameterizedTest
  @EnumSource
  void oneOfTwoProcessesBeginsTheRun(Folders folders) throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      String run = "night-" + round;
      List<String> places = folders.of(bench, round);
      Process one = bench.start("run", pipeline, "--run-id", run, places.getFirst());
      Process other = bench.start("run", pipeline, "--run-id", run, places.getLast());
      int ofOne = one.waitFor();
      int ofOther = other.waitFor();

      assertThat(List.of(ofOne, ofOther))
          .as(bench.output(one) + bench.output(other))
          .containsExactlyInAnyOrder(0, ExitCode.USAGE.code());
      assertThat(bench.output(ofOther == 0 ? one : other))
          .containsAnyOf(
              "has begun in", "is being driven by", "there is a run in", "exists already");
      assertThat(log(run)).isEqualTo("once");
      assertThat(bench.stages("attractor/run/" + run)).hasSize(3);
    }
    assertThat(bench.git("fsck", "--strict", "--no-dangling")).isEmpty();
  }

  @Test
  void oneOfTwoDetachedStartsHasTheRunAndTheOtherLeavesItsOutputAlone() throws Exception {
    String[] start = {"run", pipeline, "--run-id=night", "--detach", "--logs-root=" + logs("d")};
    Process one = bench.start(start);
    Process other = bench.start(start);
    List<Integer> codes = List.of(one.waitFor(), other.waitFor());

    assertThat(codes)
        .as(bench.output(one) + bench.output(other))
        .containsExactlyInAnyOrder(0, ExitCode.USAGE.code());
    assertThat(bench.attractor("wait", logs("d"), "--timeout=90s").code()).isZero();
    Path output = Path.of(logs("d"), "driver.log"); // what the driver says last, it says unlocked
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(output).content().contains("status=success"));
    assertThat(log("night")).isEqualTo("once");
  }

  private String logs(String name) {
    return bench.path("logs-" + name).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void aStartThatWasKilledBeforeItsFirstFactIsRepeatedAnywhere(String place) throws Exception {
    Process killed =
        bench.startAndDieBefore(1, "run", pipeline, "--run-id=night", "--logs-root=" + logs("a"));
    assertThat(killed.waitFor()).isEqualTo(137);

    Workbench.Result again =
        bench.attractor("run", pipeline, "--run-id=night", "--logs-root=" + logs(place));

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(log("night")).isEqualTo("once");
  }

  @Test
  void aRunThatHasBegunKeepsItsIdAlsoBeforeItHasABranch() throws Exception {
    Process killed =
        bench.startAndDieBefore(2, "run", pipeline, "--run-id=night", "--logs-root=" + logs("a"));
    assertThat(killed.waitFor()).isEqualTo(137);
    bench.git(
        "update-ref",
        "-d",
        "refs/heads/attractor/run/night"); // as if it had been killed a moment before
    Workbench.remove(Path.of(logs("a"), "worktree"));

    Workbench.Result refused =
        bench.attractor("run", pipeline, "--run-id=night", "--logs-root=" + logs("b"));
    Workbench.Result resumed = bench.attractor("resume", "--logs-root", logs("a"));

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("the run night has begun in " + logs("a"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(log("night")).isEqualTo("once");
    assertThat(bench.attractor("clean", logs("a"), "--yes").code()).isZero();
    assertThat(bench.git("for-each-ref", "refs/attractor/attempts")).isEmpty();
  }

  /** The folder made from the repository is another one, and so is its lock. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileARunIsAtWorkInOneFolderItIsNotMadeAgainInAnother(boolean trusted) throws Exception {
    Path mark = bench.path("at-work");
    Files.writeString(
        Path.of(pipeline),
        SamplePipelines.framed(
            "a [shape=parallelogram tool_command=\"echo x >>%1$s; sleep 600\"] start -> a a -> exit"
                .formatted(mark)));
    Process driver = bench.start("run", pipeline, "--run-id=night", "--logs-root=" + logs("a"));
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(mark));

    Workbench.Result refused =
        bench.attractor(
            "resume",
            "--run-branch=attractor/run/night",
            "--into=" + logs("b"),
            trusted ? "--trust" : "--unattended");

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("is being driven in " + logs("a"), "attractor stop");
    assertThat(Path.of(logs("b"))).doesNotExist();
    assertThat(mark).content().hasLineCount(1);
    bench.attractor("stop", logs("a"));
    driver.waitFor();
  }

  @Test
  void aFolderOfARunIsLeftAloneWhileAnotherOneOfItIsAtWork() throws Exception {
    Path mark = bench.path("at-work");
    Files.writeString(
        Path.of(pipeline),
        SamplePipelines.framed(
            "a [shape=parallelogram tool_command=\"echo x >>%1$s; sleep 600\"] start -> a a -> exit"
                .formatted(mark)));
    Process killed =
        bench.startAndDieBefore(6, "run", pipeline, "--run-id=night", "--logs-root=" + logs("a"));
    assertThat(killed.waitFor()).isEqualTo(137);
    Process driver =
        bench.start("resume", "--run-branch=attractor/run/night", "--into=" + logs("b"));
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(mark));

    Workbench.Result refused = bench.attractor("resume", "--logs-root", logs("a"));

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("is being driven in " + logs("b"));
    bench.attractor("stop", logs("b"));
    driver.waitFor();
  }

  /** Whoever made the repository made this note, too. */
  @ParameterizedTest
  @ValueSource(strings = {"", "/no/such/place", "relative", "a\tb", "/dev/zero", "/proc/self"})
  void aNoteOfSomebodyElseKeepsNobodyFromARun(String place) throws Exception {
    String tree = bench.git("write-tree").strip();
    String note = bench.git("commit-tree", tree, "-m", "chance", "-m", place).strip();
    bench.git("update-ref", "refs/attractor/attempts/night/begun-at", note);

    Workbench.Result result =
        bench.attractor("run", pipeline, "--run-id=night", "--logs-root=" + logs("a"));

    assertThat(result.code()).as(result.err()).isZero();
  }

  /** A ref that stands for another one: what is pointed elsewhere is itself. */
  @Test
  void branchesOfThePersonStayWhereTheyAreBehindSymbolicRefs() throws IOException {
    bench.git("branch", "kept");
    String before = bench.git("rev-parse", "kept", "main");
    for (String ref :
        Stream.of("attempts/night/begun-at", "attempts/night/latest-attempt", "meta/night")
            .map("refs/attractor/"::concat)
            .toList()) {
      bench.git("symbolic-ref", ref, "refs/heads/kept");
    }
    Workbench.Result result =
        bench.attractor("run", pipeline, "--run-id=night", "--logs-root=" + logs("a"));
    bench.attractor("clean", logs("a"), "--yes");

    assertThat(bench.git("rev-parse", "kept", "main")).as(result.err()).isEqualTo(before);
  }
}
