package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SEMANTICS §7 with real git, real processes and real SIGKILL. */
class FanOutTest {
  /**
   * Which journal lines the program is killed at: every n-th. All of them with {@code
   * -Dattractor.kills=1}.
   */
  private static final int EVERY = Integer.getInteger("attractor.kills", 23);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writeBase() throws IOException {
    bench.write("f", "base\n");
    bench.commitAll();
    for (Case one : Case.values()) { // before anything runs: runs that read them go on side by side
      Files.writeString(bench.path(one + ".dot"), one.pipeline);
    }
  }

  private static String fail(String id) {
    return SamplePipelines.tool(id, "echo %s >f; echo no good; exit 1".formatted(id));
  }

  private static String pass(String id) {
    return SamplePipelines.tool(id, "cat f >seen; echo %s >f".formatted(id));
  }

  private static String slow(String id) {
    return SamplePipelines.tool(
        id,
        "echo '{\"outcome\":\"fail\",\"failure_class\":\"transient_infra\",\"failure_reason\":\"slow\"}'"
            + " >$ATTRACTOR_STATUS_PATH");
  }

  /** The ways of a join with three branches; the name says what it is about. */
  enum Case {
    ALL_FAIL_AND_NOWHERE_TO_GO(1, fail("a") + fail("b") + fail("c"), ""),
    ALL_FAIL_AND_A_CONDITION_NAMES_IT(
        0,
        fail("a") + fail("b") + fail("c"),
        SamplePipelines.tool("rescue", "true")
            + "join -> rescue [condition=\"outcome=fail\"] rescue -> exit"),
    ALL_FAIL_AND_THE_NODE_NAMES_A_RETRY_TARGET(
        1,
        fail("a") + fail("b") + fail("c"),
        SamplePipelines.tool("fix", "true") + "fix -> fan join [retry_target=fix]"),
    ALL_FAIL_AND_THE_GRAPH_NAMES_A_RETRY_TARGET(
        1,
        fail("a") + fail("b") + fail("c"),
        SamplePipelines.tool("fix", "true") + "fix -> fan retry_target=fix"),
    ONE_SUCCEEDS(0, fail("a") + pass("b") + fail("c"), ""),
    ALL_FAIL_AND_WAITING_MAY_HELP(1, slow("a") + slow("b") + slow("c"), "");

    private final int code;
    private final String pipeline;

    Case(int code, String branches, String rest) {
      this.code = code;
      this.pipeline =
          """
          digraph t {
            start [shape=Mdiamond] exit [shape=Msquare]
            fan [shape=component] join [shape=tripleoctagon max_retries=3]
            %s %s
            start -> fan fan -> a fan -> b fan -> c a -> join b -> join c -> join
            join -> verify verify -> exit
            %s
          }
          """
              .formatted(branches, SamplePipelines.tool("verify", "cat f >verified"), rest);
    }
  }

  private String[] runOf(Case which, Path logs) {
    return new String[] {
      "run", bench.path(which + ".dot").toString(), "--logs-root", logs.toString()
    };
  }

  /** Git gives up where another run in the same repository just removes one. */
  private String worktrees() {
    return await()
        .atMost(PATIENCE)
        .ignoreException(AssertionError.class)
        .until(() -> bench.git("worktree", "list", "--porcelain"), _ -> true);
  }

  /** What must hold of every run when it has ended, however it came there. */
  private void assertLeftInOrder(Path logs, Workbench.Result result) throws IOException {
    assertThat(worktrees()).as("no work tree of a branch").doesNotContain(logs + "/parallel");
    for (Path journal : JournalFiles.folders(logs)) {
      Set<String> ended = new HashSet<>();
      for (JsonNode e : JournalFiles.of(journal)) {
        String attempt =
            "%s#%s.%s".formatted(e.path("node_id"), e.path("visit"), e.path("attempt"));
        switch (e.path("event").asString()) {
          case "stage_attempt_start" ->
              assertThat(ended).as(journal.toString()).doesNotContain(attempt);
          case "stage_attempt_end" -> assertThat(ended.add(attempt)).as(attempt).isTrue();
          default -> {}
        }
      }
    }
    Workbench.Result replay = bench.attractor("replay", logs.toString());
    assertThat(replay.code()).as(replay.out()).isZero();
    JsonNode report = JsonMapper.shared().readTree(Files.readString(logs.resolve("final.json")));
    assertThat(report.path("status").asString()).isEqualTo(result.value("status"));
    assertThat(report.path("fan_outs").path(0).path("branches")).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 30, unit = TimeUnit.MINUTES) // when every line is a place to die
  void undisturbedAndKilledAtJournalLines(Case which) throws Exception {
    Path logs = bench.path("undisturbed");
    Workbench.Result expected = bench.attractor(runOf(which, logs));
    assertThat(expected.code()).as(expected.err()).isEqualTo(which.code);
    assertLeftInOrder(logs, expected);
    check(which, logs, expected);

    int lines = JournalFiles.lines(logs);
    List<String> path = Decisions.of(bench, logs);
    String tree = bench.tree(expected.value("final_commit"));
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> kills = new ArrayList<>();
      for (int line = 1 + which.pipeline.length() % EVERY; line <= lines; line += EVERY) {
        int before = line;
        kills.add(
            threads.submit(() -> {
              killAndResume(which, before, path, tree);
              return before;
            }));
      }
      for (Future<?> kill : kills) {
        kill.get();
      }
      System.out.printf("%s: killed at %d of %d journal lines%n", which, kills.size(), lines);
    }
    // A kill between writing a commit and naming it leaves a commit that nobody names.
    assertThat(bench.git("fsck", "--strict", "--full", "--no-dangling")).isEmpty();
  }

  private void killAndResume(Case which, int before, List<String> path, String tree)
      throws Exception {
    Path logs = bench.path("killed-" + before);
    String when = which + " killed before line " + before;
    Process process = bench.startAndDieBefore(before, runOf(which, logs));
    int killed = process.waitFor();
    assertThat(killed).as(when + bench.output(process)).isEqualTo(128 + 9);
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());
    if (before == 1) { // the run had not begun
      assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
      return;
    }
    assertThat(result.code()).as(when + result.err()).isEqualTo(which.code);
    assertThat(Decisions.of(bench, logs)).as(when).isEqualTo(path);
    assertThat(bench.tree(result.value("final_commit"))).as(when).isEqualTo(tree);
    assertLeftInOrder(logs, result);
  }

  /** What is special about a case. */
  private void check(Case which, Path logs, Workbench.Result result) throws IOException {
    boolean allFailed = which != Case.ONE_SUCCEEDS;
    List<JsonNode> joins =
        JournalFiles.events(logs, "stage_attempt_end").stream()
            .filter(e -> e.path("node_id").asString().equals("join"))
            .toList();
    if (allFailed) {
      assertThat(joins)
          .allMatch(e -> e.path("status").asString().equals("fail"))
          .allMatch(e -> e.path("failure_reason").asString().equals("all parallel branches failed"))
          .allMatch(e -> e.path("attempt").asInt() == 1);
      assertThat(JournalFiles.events(logs, "stage_attempt_start"))
          .noneMatch(e -> e.path("node_id").asString().equals("verify"));
      assertThat(JournalFiles.events(logs, "stage_retry_sleep")).isEmpty();
    }
    switch (which) {
      case ALL_FAIL_AND_NOWHERE_TO_GO -> {
        assertThat(joins).hasSize(1);
        assertThat(result.value("failure_reason"))
            .isEqualTo("join failed, and no way leads on: all parallel branches failed");
        assertThat(JournalFiles.events(logs, "stage_retry_blocked"))
            .singleElement()
            .satisfies(
                e -> assertThat(e.path("failure_class").asString()).isEqualTo("deterministic"));
      }
      case ALL_FAIL_AND_A_CONDITION_NAMES_IT ->
          assertThat(Decisions.of(bench, logs)).contains("join -> rescue conditional ");
      case ALL_FAIL_AND_THE_NODE_NAMES_A_RETRY_TARGET ->
          assertCircle(logs, result, "node.retry_target");
      case ALL_FAIL_AND_THE_GRAPH_NAMES_A_RETRY_TARGET ->
          assertCircle(logs, result, "graph.retry_target");
      case ONE_SUCCEEDS -> {
        String branch = result.value("run_branch");
        assertThat(bench.git("show", branch + ":f")).isEqualTo("b");
        assertThat(bench.git("show", branch + ":seen")).as("nobody else's file").isEqualTo("base");
        assertThat(bench.git("show", branch + ":verified")).isEqualTo("b");
        assertThat(Decisions.of(bench, logs)).contains("winner b");
        for (JsonNode loser : JournalFiles.events(logs, "branch_completed")) {
          assertThat(bench.git("rev-parse", loser.path("git_branch").asString()))
              .as("losers stay as refs")
              .isEqualTo(loser.path("git_commit_sha").asString());
        }
      }
      case ALL_FAIL_AND_WAITING_MAY_HELP ->
          assertThat(joins)
              .singleElement()
              .satisfies(
                  e -> assertThat(e.path("failure_class").asString()).isEqualTo("transient_infra"));
    }
  }

  private void assertCircle(Path logs, Workbench.Result result, String source) throws IOException {
    assertThat(Decisions.of(bench, logs)).contains("join -> fix retry_target " + source);
    assertThat(JournalFiles.events(logs, "parallel_started")).hasSize(3);
    assertThat(JournalFiles.events(logs, "failure_cycle_breaker")).hasSize(1);
    assertThat(result.value("failure_reason"))
        .contains("join failed 3 times in the same way (loop_restart_signature_limit=3)");
  }

  @Test
  void statusExplainAndReplayShowBranches() throws IOException {
    Path logs = bench.path("logs");
    bench.attractor(runOf(Case.ONE_SUCCEEDS, logs));

    assertThat(bench.attractor("status", "--logs-root", logs.toString()).out())
        .contains(".fan-p1-a fail join attractor/run/parallel/")
        .contains(".fan-p1-b success join");
    JsonNode status =
        JsonMapper.shared()
            .readTree(bench.attractor("status", "--logs-root", logs.toString(), "--json").out());
    assertThat(status.path("branches")).hasSize(3);
    assertThat(bench.attractor("explain", logs.toString()).out())
        .contains("join goes on with the branch b")
        .contains(
            "lost: a: it failed: a failed, and the branch came to join with it: exit code 1: no good")
        .contains(".fan-p1-c\n");
    Path branch = logs.resolve("parallel/fan/pass1/02-b");
    assertThat(bench.attractor("status", "--logs-root", branch.toString()).value("status"))
        .as("a branch is a run")
        .isEqualTo("success");
    JsonNode results =
        JsonMapper.shared()
            .readTree(Files.readString(logs.resolve("parallel/fan/pass1/results.json")));
    assertThat(results.path("branches"))
        .extracting(
            result -> result.path("branch").asString() + " " + result.path("status").asString())
        .containsExactly("a fail", "b success", "c fail");
  }
}
