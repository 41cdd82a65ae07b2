package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SEMANTICS §7 with real git, real processes and real SIGKILL. */
class FanOutTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Which journal lines the program is killed at: every n-th. All of them with {@code
   * -Dattractor.kills=1}.
   */
  private static final int EVERY = Integer.getInteger("attractor.kills", 23);

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writeBase() throws IOException {
    bench.write("f", "base\n");
    bench.commitAll();
  }

  private static String tool(String id, String command) {
    return "%s [shape=parallelogram tool_command=\"%s\"]\n"
        .formatted(id, command.replace("\"", "\\\""));
  }

  private static String fail(String id) {
    return tool(id, "echo %s >f; echo no good; exit 1".formatted(id));
  }

  private static String pass(String id) {
    return tool(id, "cat f >seen; echo %s >f".formatted(id));
  }

  private static String slow(String id) {
    return tool(
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
        tool("rescue", "true") + "join -> rescue [condition=\"outcome=fail\"] rescue -> exit"),
    ALL_FAIL_AND_THE_NODE_NAMES_A_RETRY_TARGET(
        1,
        fail("a") + fail("b") + fail("c"),
        tool("fix", "true") + "fix -> fan join [retry_target=fix]"),
    ALL_FAIL_AND_THE_GRAPH_NAMES_A_RETRY_TARGET(
        1, fail("a") + fail("b") + fail("c"), tool("fix", "true") + "fix -> fan retry_target=fix"),
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
              .formatted(branches, tool("verify", "cat f >verified"), rest);
    }
  }

  private String[] runOf(Case which, Path logs) throws IOException {
    Path file = bench.path(which + ".dot");
    Files.writeString(file, which.pipeline);
    return new String[] {"run", file.toString(), "--logs-root", logs.toString()};
  }

  // --- what a run came to ---

  private static List<JsonNode> journal(Path logs) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(logs.resolve("progress.ndjson"))) {
      lines.add(JsonMapper.shared().readTree(line));
    }
    return lines;
  }

  private static List<Path> journals(Path logs) throws IOException {
    try (Stream<Path> walk = Files.walk(logs)) {
      return walk.filter(file -> file.endsWith("progress.ndjson")).map(Path::getParent).toList();
    }
  }

  private static int lines(Path logs) throws IOException {
    int lines = 0;
    for (Path journal : journals(logs)) {
      lines += journal(journal).size();
    }
    return lines;
  }

  private static List<JsonNode> events(Path logs, String name) throws IOException {
    return journal(logs).stream().filter(e -> e.path("event").asString().equals(name)).toList();
  }

  /** Every decision and result, without what differs from run to run; branches by name. */
  private List<String> path(Path logs) throws IOException {
    List<String> path = new ArrayList<>();
    Map<String, String> branches = new TreeMap<>();
    for (JsonNode e : journal(logs)) {
      switch (e.path("event").asString()) {
        case "branch_completed" ->
            branches.put(
                e.path("branch").asString(),
                "%s %s %s"
                    .formatted(
                        e.path("status").asString(),
                        e.path("failure_class").asString(),
                        tree(e.path("git_commit_sha").asString())));
        case "parallel_completed" -> {
          path.add(
              "%s#%d %s".formatted(e.path("fan_out").asString(), e.path("pass").asInt(), branches));
          branches.clear();
        }
        case "fan_in_selected" -> path.add("winner " + e.path("branch").asString());
        case "stage_attempt_end" ->
            path.add(
                "%s#%d.%d %s %s %s"
                    .formatted(
                        e.path("node_id").asString(),
                        e.path("visit").asInt(),
                        e.path("attempt").asInt(),
                        e.path("status").asString(),
                        e.path("failure_reason").asString(""),
                        e.path("failure_class").asString("")));
        case "edge_selected" ->
            path.add(
                "%s -> %s %s %s"
                    .formatted(
                        e.path("from_node").asString(),
                        e.path("to_node").asString(),
                        e.path("hop_source").asString(),
                        e.path("retry_target_source").asString("")));
        case "failure_cycle_breaker", "run_failed" ->
            path.add(e.path("event").asString() + " " + e.path("failure_reason").asString());
        default -> {}
      }
    }
    return path;
  }

  private String tree(String commit) {
    return bench.git("rev-parse", commit + "^{tree}");
  }

  /** What must hold of every run when it has ended, however it came there. */
  private void assertLeftInOrder(Path logs, Workbench.Result result) throws IOException {
    assertThat(bench.git("worktree", "list", "--porcelain"))
        .as("no work tree of a branch")
        .doesNotContain(logs + "/parallel");
    for (Path journal : journals(logs)) {
      Set<String> ended = new HashSet<>();
      for (JsonNode e : journal(journal)) {
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

    int lines = lines(logs);
    List<String> path = path(logs);
    String tree = tree(expected.value("final_commit"));
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
    assertThat(path(logs)).as(when).isEqualTo(path);
    assertThat(tree(result.value("final_commit"))).as(when).isEqualTo(tree);
    assertLeftInOrder(logs, result);
  }

  /** What is special about a case. */
  private void check(Case which, Path logs, Workbench.Result result) throws IOException {
    boolean allFailed = which != Case.ONE_SUCCEEDS;
    List<JsonNode> joins =
        events(logs, "stage_attempt_end").stream()
            .filter(e -> e.path("node_id").asString().equals("join"))
            .toList();
    if (allFailed) {
      assertThat(joins)
          .allMatch(e -> e.path("status").asString().equals("fail"))
          .allMatch(e -> e.path("failure_reason").asString().equals("all parallel branches failed"))
          .allMatch(e -> e.path("attempt").asInt() == 1);
      assertThat(events(logs, "stage_attempt_start"))
          .noneMatch(e -> e.path("node_id").asString().equals("verify"));
      assertThat(events(logs, "stage_retry_sleep")).isEmpty();
    }
    switch (which) {
      case ALL_FAIL_AND_NOWHERE_TO_GO -> {
        assertThat(joins).hasSize(1);
        assertThat(result.value("failure_reason"))
            .isEqualTo("join failed, and no way leads on: all parallel branches failed");
        assertThat(events(logs, "stage_retry_blocked"))
            .singleElement()
            .satisfies(
                e -> assertThat(e.path("failure_class").asString()).isEqualTo("deterministic"));
      }
      case ALL_FAIL_AND_A_CONDITION_NAMES_IT ->
          assertThat(path(logs)).contains("join -> rescue conditional ");
      case ALL_FAIL_AND_THE_NODE_NAMES_A_RETRY_TARGET ->
          assertCircle(logs, result, "node.retry_target");
      case ALL_FAIL_AND_THE_GRAPH_NAMES_A_RETRY_TARGET ->
          assertCircle(logs, result, "graph.retry_target");
      case ONE_SUCCEEDS -> {
        String branch = result.value("run_branch");
        assertThat(bench.git("show", branch + ":f")).isEqualTo("b");
        assertThat(bench.git("show", branch + ":seen")).as("nobody else's file").isEqualTo("base");
        assertThat(bench.git("show", branch + ":verified")).isEqualTo("b");
        assertThat(path(logs)).contains("winner b");
        for (JsonNode loser : events(logs, "branch_completed")) {
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
    assertThat(path(logs)).contains("join -> fix retry_target " + source);
    assertThat(events(logs, "parallel_started")).hasSize(3);
    assertThat(events(logs, "failure_cycle_breaker")).hasSize(1);
    assertThat(result.value("failure_reason"))
        .contains("join failed 3 times in the same way (loop_restart_signature_limit=3)");
  }

  // --- branches that are ended ---

  @Test
  void branchesThatAreNotNeededAnyMoreAreEndedWithTheirProcesses() throws IOException {
    Path pid = bench.path("pid");
    Files.writeString(
        bench.path("p.dot"),
        """
        digraph t {
          start exit fan [shape=component join_policy=first_success] join [shape=tripleoctagon]
          %s %s
          start -> fan fan -> quick fan -> slow quick -> join slow -> join join -> exit
        }
        """
            .formatted(
                tool("quick", "while [ ! -e %s ]; do sleep 0.05; done; echo q >f".formatted(pid)),
                tool(
                    "slow",
                    "sh -c 'sleep 600 & echo $! >%s.tmp; mv %s.tmp %s; wait'"
                        .formatted(pid, pid, pid))));

    Workbench.Result result = bench.attractor("run", bench.path("p.dot").toString());

    assertThat(result.code()).as(result.err()).isZero();
    long sleeping = Long.parseLong(Files.readString(pid).strip());
    await("its grandchild, too")
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(sleeping).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(events(result.logsRoot(), "branch_completed"))
        .filteredOn(e -> e.path("branch").asString().equals("slow"))
        .singleElement()
        .satisfies(e -> {
          assertThat(e.path("failure_class").asString()).isEqualTo("canceled");
          assertThat(e.path("failure_reason").asString()).contains("first_success");
        });
    assertThat(bench.git("show", result.value("run_branch") + ":f")).isEqualTo("q");
    assertThat(bench.git("worktree", "list")).doesNotContain("parallel");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stoppedWhileFourOfEightBranchesAreDoneTheFourDoNotRunAgain(boolean killed) throws Exception {
    Path marks = Files.createDirectories(bench.path("marks"));
    StringBuilder text = new StringBuilder("digraph t { start exit join [shape=tripleoctagon]\n");
    text.append("fan [shape=component max_parallel=8] start -> fan join -> exit\n");
    for (int i = 1; i <= 8; i++) {
      String id = "b" + i;
      String wait = i <= 4 ? "" : "while [ ! -e %s/go ]; do sleep 0.05; done;".formatted(marks);
      text.append(tool(id, "%s echo x >>%s/%s; echo %s >f".formatted(wait, marks, id, id)));
      text.append("fan -> %s -> join\n".formatted(id));
    }
    text.append("}");
    Path pipeline = bench.path("eight.dot");
    Files.writeString(pipeline, text);
    Path logs = bench.path("logs");
    Process process = bench.start("run", pipeline.toString(), "--logs-root", logs.toString());
    await()
        .atMost(PATIENCE)
        .ignoreExceptions() // there is no journal at first
        .until(() -> events(logs, "branch_completed").size() == 4);
    if (killed) {
      process.destroyForcibly(); // SIGKILL
    } else {
      process.destroy(); // SIGTERM
    }
    process.waitFor();
    Files.createFile(marks.resolve("go"));

    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());
    Workbench.Result undisturbed =
        bench.attractor("run", pipeline.toString(), "--logs-root", bench.path("other").toString());

    assertThat(result.code()).as(result.err()).isZero();
    for (int i = 1; i <= 4; i++) {
      assertThat(Files.readAllLines(marks.resolve("b" + i)))
          .as("once before the kill, once in the other run")
          .hasSize(2);
    }
    assertThat(path(logs)).isEqualTo(path(bench.path("other")));
    assertThat(tree(result.value("final_commit")))
        .isEqualTo(tree(undisturbed.value("final_commit")));
    assertThat(bench.git("fsck", "--strict", "--full", "--no-dangling")).isEmpty();
    assertThat(bench.git("worktree", "list")).doesNotContain("parallel");
  }

  @Test
  void theExampleRunsAsItStands() throws IOException {
    Path example = Path.of("..", "examples", "parallel", "parallel.dot").toAbsolutePath();

    Workbench.Result result = bench.attractor("run", example.normalize().toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(path(result.logsRoot())).contains("winner twice");
    assertThat(bench.git("show", result.value("run_branch") + ":sorted.txt").lines())
        .containsExactly("apple", "fig", "pear");
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
