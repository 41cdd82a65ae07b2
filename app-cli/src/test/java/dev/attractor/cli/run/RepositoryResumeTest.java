package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.process.RealGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resume from the repository alone: the folder of the run is gone, or on another machine. */
class RepositoryResumeTest {
  private static final String LINEAR =
      "digraph t { start exit"
          + " a [shape=parallelogram tool_command=\"echo a >>log\"]"
          + " b [shape=parallelogram tool_command=\"echo b >>log\"]"
          + " c [shape=parallelogram tool_command=\"echo c >>log\"]"
          + " start -> a -> b -> c -> exit }";
  private static final String FAN_OUT =
      "digraph t { start exit fan [shape=component] join [shape=tripleoctagon]"
          + " a [shape=parallelogram tool_command=\"echo a >>log\"]"
          + " a2 [shape=parallelogram tool_command=\"echo a2 >>log\"]"
          + " b [shape=parallelogram tool_command=\"echo b >>log\"]"
          + " start -> fan fan -> a -> a2 -> join fan -> b -> join join -> exit }";

  @RegisterExtension private final Workbench bench = new Workbench();

  @SuppressWarnings("NullAway.Init")
  private Path logs;

  @BeforeEach
  void chooseLogs() {
    logs = bench.path("logs");
  }

  private void dieBefore(int line, String pipeline) throws Exception {
    Files.writeString(bench.path("p.dot"), pipeline);
    Process process =
        bench.startAndDieBefore(
            line,
            "run",
            bench.path("p.dot").toString(),
            "--logs-root",
            logs.toString(),
            "--run-id",
            "night");
    assertThat(process.waitFor()).as(bench.output(process)).isEqualTo(128 + 9);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 15, 21})
  void aRunWhoseFolderIsGoneGoesOnAfterItsLastFinishedStage(int line) throws Exception {
    dieBefore(line, LINEAR);
    List<String> finished = bench.stages("attractor/run/night");
    Workbench.remove(logs);

    Workbench.Result result = bench.attractor("resume", "--run-branch", "attractor/run/night");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", "attractor/run/night:log")).isEqualTo("a\nb\nc");
    assertThat(bench.stages("attractor/run/night"))
        .startsWith(finished.toArray(String[]::new))
        .containsExactly(
            "start (success)", "a (success)", "b (success)", "c (success)", "exit (success)");
    assertThat(bench.attractor("replay", "night").code()).isZero();
    bench.git("fsck", "--strict");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 34})
  void theBranchesOfAFanOutGoOnToo(int line) throws Exception {
    dieBefore(line, FAN_OUT);
    Workbench.remove(logs);

    Workbench.Result result = bench.attractor("resume", "--run-branch", "attractor/run/night");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", "attractor/run/night:log")).isEqualTo("a\na2");
    assertThat(bench.attractor("replay", "night").code()).isZero();
  }

  @Test
  void aFanOutInABranchOfAFanOutGoesOnToo() throws Exception {
    dieBefore(
        40,
        "digraph t { start exit f [shape=component] g [shape=component]"
            + " i [shape=tripleoctagon] j [shape=tripleoctagon]"
            + " a [shape=parallelogram tool_command=\"echo a >>log\"]"
            + " b [shape=parallelogram tool_command=\"true\"]"
            + " c [shape=parallelogram tool_command=\"true\"]"
            + " start -> f f -> g g -> a -> i g -> b -> i i -> j f -> c -> j j -> exit }");
    assertThat(bench.git("for-each-ref", "refs/attractor/meta/")).contains("night.f-p1-g.g-p1-");
    Workbench.remove(logs);

    Workbench.Result result = bench.attractor("resume", "--run-branch", "attractor/run/night");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.attractor("replay", "night").code()).isZero();
  }

  @Test
  void aCloneOnAnotherMachineGoesOnWithIt() throws Exception {
    dieBefore(12, LINEAR.replace("digraph t {", "digraph t { tool_hooks.pre=\"./guard\""));
    Workbench elsewhere = bench.another("other");
    Workbench.remove(elsewhere.repo());
    bench.git("clone", "-q", bench.repo().toString(), elsewhere.repo().toString());
    bench.git("branch", "-m", "attractor/run/night", "attractor/run/night"); // still there

    Workbench.Result asked = elsewhere.attractor("resume", "--run-branch", "attractor/run/night");
    assertThat(asked.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(asked.err())
        .contains("did not begin here", "committed by", "b: ", "--trust")
        .contains("all agents, tool_hooks.pre: ./guard")
        .doesNotContain("internal error", "somebody whose commit is not here");
    assertThat(elsewhere.git("branch", "--list")).doesNotContain("attractor/run/night");

    Workbench.Result result =
        elsewhere.attractor("resume", "--run-branch", "attractor/run/night", "--trust");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.value("logs_root")).startsWith(elsewhere.home().toString());
    assertThat(elsewhere.git("show", "attractor/run/night:log")).isEqualTo("a\nb\nc");
    assertThat(elsewhere.git("rev-parse", "HEAD")).isEqualTo(bench.git("rev-parse", "HEAD"));
  }

  /** Returns a commit of a person that a branch leads to now. */
  private String commitOfAPerson(String branch, String parent) {
    String commit = bench.git("commit-tree", "main^{tree}", "-p", parent, "-m", "mine " + branch);
    bench.git("update-ref", "refs/heads/" + branch, commit);
    return commit;
  }

  @Test
  void nothingIsMovedBeforeTrustIsGivenAndNothingOfAPersonIsLostAfterwards() throws Exception {
    dieBefore(20, FAN_OUT);
    Workbench.remove(logs);
    bench.git("worktree", "prune", "--expire=now");
    String fanOuts = "attractor/run/parallel/night/";
    List<String> mine =
        List.of(
            commitOfAPerson("attractor/run/night", "attractor/run/night"),
            commitOfAPerson(fanOuts + "fan/pass1/b", "main"),
            commitOfAPerson(fanOuts + "mywork", "main"));
    String branches = bench.git("for-each-ref", "refs/heads");
    Workbench elsewhere = bench.another("other");
    String[] resume = {
      "resume", "--run-branch", "attractor/run/night", "--repo", bench.repo().toString()
    };

    Workbench.Result refused = elsewhere.attractor(resume);

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(bench.git("for-each-ref", "refs/heads")).isEqualTo(branches);

    Workbench.Result trusted =
        elsewhere.attractor(
            Stream.concat(Stream.of(resume), Stream.of("--trust")).toArray(String[]::new));

    assertThat(trusted.code()).as(trusted.err()).isZero();
    assertThat(mine)
        .allSatisfy(
            commit -> assertThat(bench.git("for-each-ref", "--contains", commit)).isNotEmpty());
    assertThat(bench.git("rev-parse", fanOuts + "mywork")).isEqualTo(mine.getLast());
    assertThat(bench.git("for-each-ref", "--contains", mine.getFirst()))
        .contains("refs/attractor/found/night/");
    assertThat(Files.readString(trusted.logsRoot().resolve("progress.ndjson")))
        .contains("refs/attractor/found/night/" + mine.getFirst().substring(0, 12));
    assertThat(bench.git("show", "attractor/run/night:log")).isEqualTo("a\na2");
  }

  /** What a run is configured with is part of what began here. */
  @Test
  void aRecordWithAnotherConfigurationIsThatOfAStranger() throws Exception {
    dieBefore(12, LINEAR);
    String config = Files.readString(logs.resolve("run_config.json"));
    String other = config.replaceFirst("\"commands\" : \\[ *\\]", "\"commands\" : [\"true\"]");
    assertThat(other).isNotEqualTo(config);
    rewriteRecord("run_config.json", other);
    Workbench.remove(logs);

    Workbench.Result refused = bench.attractor("resume", "--run-branch", "attractor/run/night");

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("--trust");
  }

  /** What is inside of a stage runs, too. */
  @Test
  void allThatAStrangersRunWouldRunAndSpeakToIsTold() throws Exception {
    Files.writeString(
        bench.path("inner.dot"),
        "digraph c { start exit deep [shape=parallelogram tool_command=\"echo deep-command\"]"
            + " start -> deep -> exit }");
    bench.git("remote", "add", "somebody", bench.path("gone.git").toString());
    Files.writeString(
        bench.path("run.yaml"),
        """
        git: {push_remote: somebody}
        llm: {providers: {claude: {env: {ANTHROPIC_BASE_URL: "https://example.org"}}}}
        """);
    Files.writeString(
        bench.path("p.dot"),
        "digraph t { start exit a [shape=parallelogram tool_command=true]"
            + " sub [type=pipeline pipeline_file=\"inner.dot\"] start -> a -> sub -> exit }");
    Process process =
        bench.startAndDieBefore(
            12,
            "run",
            bench.path("p.dot").toString(),
            "--config=" + bench.path("run.yaml"),
            "--logs-root=" + logs,
            "--run-id=night");
    assertThat(process.waitFor()).as(bench.output(process)).isEqualTo(128 + 9);
    Workbench elsewhere = bench.another("other");

    Workbench.Result asked =
        elsewhere.attractor("resume", "--run-branch=attractor/run/night", "--repo=" + bench.repo());

    assertThat(asked.code()).as(asked.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(asked.err())
        .contains(
            "sub/deep: echo deep-command",
            "pushed with git to somebody",
            "variable of claude: ANTHROPIC_BASE_URL=https://example.org");
  }

  /** SEMANTICS §11: the checkout of a person is never touched. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunBranchThatAPersonHasCheckedOutIsNotMoved(boolean inAWorktree) throws Exception {
    dieBefore(10, LINEAR);
    bench.git("worktree", "remove", "--force", logs.resolve("worktree").toString());
    Path mine = inAWorktree ? bench.path("mine") : bench.repo();
    if (inAWorktree) {
      bench.git("worktree", "add", "-q", mine.toString(), "attractor/run/night");
    } else {
      bench.git("checkout", "-q", "attractor/run/night");
    }
    RealGit.git(mine, "commit", "-q", "--allow-empty", "-m", "mine");
    String head = RealGit.git(mine, "rev-parse", "HEAD");

    Workbench.Result refused = bench.attractor("resume", "--logs-root", logs.toString());

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("is checked out in " + mine.toRealPath());
    assertThat(RealGit.git(mine, "rev-parse", "HEAD")).isEqualTo(head);
    assertThat(RealGit.git(mine, "status", "--porcelain")).isEmpty();

    RealGit.git(mine, "checkout", "-q", "--detach");
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", "attractor/run/night:log")).isEqualTo("a\nb\nc");
    assertThat(bench.git("for-each-ref", "--contains", head)).contains("/found/night/");
  }

  @Test
  void aFetchFromTheOriginMovesNoBranchThatIsHere() throws Exception {
    dieBefore(12, LINEAR);
    Workbench elsewhere = bench.another("other");
    Workbench.remove(elsewhere.repo());
    bench.git("clone", "-q", bench.repo().toString(), elsewhere.repo().toString());
    RealGit.git(elsewhere.repo(), "branch", "attractor/run/night", "main");
    String mine =
        RealGit.git(elsewhere.repo(), "commit-tree", "main^{tree}", "-p", "main", "-m", "mine");
    RealGit.git(elsewhere.repo(), "update-ref", "refs/heads/attractor/run/night", mine);

    Workbench.Result refused = elsewhere.attractor("resume", "--run-branch", "attractor/run/night");
    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(elsewhere.git("rev-parse", "attractor/run/night")).isEqualTo(mine);

    Workbench.Result result =
        elsewhere.attractor("resume", "--run-branch", "attractor/run/night", "--trust");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(elsewhere.git("show", "attractor/run/night:log")).isEqualTo("a\nb\nc");
    assertThat(elsewhere.git("for-each-ref", "--contains", mine)).contains("/found/night/");
  }

  @Test
  void whereTheFolderIsStillThereItIsUsed() throws Exception {
    dieBefore(12, LINEAR);

    Workbench.Result result = bench.attractor("resume", "--run-branch", "attractor/run/night");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.logsRoot()).isEqualTo(logs);
  }

  /** What a record says of branches and runs that are not its own is not done. */
  @ParameterizedTest
  @CsvSource({
    "run_branch, main",
    "run_branch, ../../HEAD",
    "run_branch, attractor/run/other",
    "run_id, ..",
    "run_id, other",
    "base_sha, HEAD",
  })
  void aRecordThatSpeaksOfSomethingElseChangesNothing(String field, String value) throws Exception {
    dieBefore(12, LINEAR);
    Path manifest = logs.resolve("manifest.json");
    String text =
        Files.readString(manifest)
            .replaceFirst(
                "(\"%s\"\\s*:\\s*)\"[^\"]*\"".formatted(field), "$1\"%s\"".formatted(value));
    rewriteRecord("manifest.json", text);
    Workbench.remove(logs);
    String refs = bench.git("for-each-ref");
    String head = Files.readString(bench.repo().resolve(".git/HEAD"));

    Workbench.Result result =
        bench.attractor("resume", "--run-branch", "attractor/run/night", "--trust");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("the record of night is damaged");
    assertThat(bench.git("for-each-ref")).isEqualTo(refs);
    assertThat(bench.repo().resolve(".git/HEAD")).hasContent(head.strip());
    assertThat(logs).doesNotExist();
  }

  /** Puts a record in the place of the run's that has another file. */
  private void rewriteRecord(String name, String text) throws IOException {
    String ref = "refs/attractor/meta/night";
    Path file = Files.writeString(bench.path("changed"), text);
    String blob = bench.git("hash-object", "-w", file.toString());
    List<String> commits = bench.git("rev-list", "--reverse", ref).lines().toList();
    String parent = "";
    for (String commit : commits) {
      List<String> lines = new ArrayList<>();
      for (String line : bench.git("ls-tree", commit).lines().toList()) {
        lines.add(line.endsWith("\t" + name) ? "100644 blob %s\t%s".formatted(blob, name) : line);
      }
      Path tree = Files.write(bench.path("tree"), lines);
      Path message =
          Files.writeString(bench.path("message"), bench.git("log", "-1", "--format=%B", commit));
      parent =
          bench.git(
              "-c",
              "alias.put=!git commit-tree $(git mktree <'%s') %s -F '%s' #"
                  .formatted(tree, parent.isEmpty() ? "" : "-p " + parent, message),
              "put");
    }
    bench.git("update-ref", ref, parent);
  }

  @Test
  void aRepositoryThatWasMovedIsFollowed() throws Exception {
    dieBefore(12, LINEAR);
    Path moved = bench.repo().resolveSibling("moved");
    Files.move(bench.repo(), moved);

    Workbench.Result lost = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(lost.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(lost.err()).contains("--repo");
    Workbench.Result result =
        bench.attractor("resume", "--logs-root", logs.toString(), "--repo", moved.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(RealGit.git(moved, "show", "attractor/run/night:log")).isEqualTo("a\nb\nc");
    assertThat(bench.attractor("status", "night").code()).isZero();
  }

  @Test
  void aRunFolderThatWasMovedIsFollowed() throws Exception {
    dieBefore(12, LINEAR);
    Path moved = logs.resolveSibling("elsewhere");
    Files.move(logs, moved);

    Workbench.Result result = bench.attractor("resume", "--logs-root", moved.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", "attractor/run/night:log")).isEqualTo("a\nb\nc");
    assertThat(bench.git("worktree", "list")).contains(moved.toString());
  }

  @Test
  void aBranchOfWhichNothingIsKeptIsRefused() {
    Workbench.Result result = bench.attractor("resume", "--run-branch", "main");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(result.err()).contains("keep anything of the run main");
  }

  @Test
  void aFinishedRunIsKeptWholeAndAddingCostsNoMoreTheLongerItIs() throws Exception {
    Files.writeString(bench.path("p.dot"), LINEAR);
    Workbench.Result run =
        bench.attractor(
            "run",
            bench.path("p.dot").toString(),
            "--logs-root",
            logs.toString(),
            "--run-id",
            "night");
    assertThat(run.code()).as(run.err()).isZero();

    List<String> commits =
        bench.git("rev-list", "--reverse", "refs/attractor/meta/night").lines().toList();
    StringBuilder journal = new StringBuilder();
    for (String commit : commits) {
      journal.append(bench.git("show", commit + ":progress.ndjson")).append('\n');
    }
    assertThat(journal).hasToString(Files.readString(logs.resolve("progress.ndjson")));
    assertThat(commits).as("one a stage, and one for the end").hasSize(6);
    assertThat(bench.git("ls-tree", "--name-only", commits.getLast())).isEqualTo("progress.ndjson");
  }

  @Test
  void aRunIsPushedWhenItBeginsAgain() throws Exception {
    Path backup = Files.createDirectories(bench.path("backup.git"));
    bench.git("init", "-q", "--bare", backup.toString());
    bench.git("remote", "add", "backup", backup.toString());
    Path dot = bench.path("again.dot");
    Files.writeString(
        dot,
        """
        digraph again { start exit
          a [shape=parallelogram tool_command="if [ ! -e log ]; then echo a >log; exit 1; fi
            git -C BACKUP show attractor/run/night:log &&
            git -C BACKUP show refs/attractor/meta/night:progress.ndjson | grep loop_restart"]
          start -> a a -> exit [condition="outcome=success"]
          a -> a [condition="outcome=fail" loop_restart=true]
        }
        """
            .replace("BACKUP", backup.toString()));
    Path config = bench.path("run.yaml");
    Files.writeString(config, "git: {push_remote: backup}");

    Workbench.Result result =
        bench.attractor("run", dot.toString(), "--config", config.toString(), "--run-id", "night");

    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void aRunIsPushedAtItsEndAndAPushThatFailsIsAWarning() throws Exception {
    Path backup = Files.createDirectories(bench.path("backup.git"));
    bench.git("init", "-q", "--bare", backup.toString());
    bench.git("remote", "add", "backup", backup.toString());
    Files.writeString(bench.path("p.dot"), LINEAR);
    String[] run = {
      "run",
      bench.path("p.dot").toString(),
      "--config",
      bench.path("run.yaml").toString(),
      "--run-id",
      "night"
    };
    Files.writeString(bench.path("run.yaml"), "git: {push_remote: backup}");
    assertThat(bench.attractor(run).code()).isZero();
    assertThat(bench.git("ls-remote", "backup"))
        .contains("refs/heads/attractor/run/night")
        .contains("refs/attractor/meta/night");

    bench.git("remote", "add", "gone", bench.path("gone.git").toString());
    Files.writeString(bench.path("run.yaml"), "git: {push_remote: gone}");
    run[run.length - 1] = "day";
    Workbench.Result result = bench.attractor(run);
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("warning: attractor/run/day was not pushed to gone");

    Files.writeString(bench.path("run.yaml"), "git: {push_remote: nowhere}");
    run[run.length - 1] = "evening";
    Workbench.Result refused = bench.attractor(run);
    assertThat(refused.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("no such remote").contains("its remotes: backup, gone");
  }
}
