package dev.attractor.cli.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.ChildJvm;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.process.RealGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * SEMANTICS §12: the program is killed before each of its effects on files, git and processes, and
 * resumed; at every second point it is killed once more while it is resumed. A few points are tried
 * in each build, all with {@code -Dattractor.kills=1}, every n-th with {@code -Dattractor.kills=n},
 * from {@code -Dattractor.first=m} on, so that n searches are the whole; {@code
 * -Dattractor.kinds=MERGED,LISTED} tries those alone.
 */
@Timeout(36_000)
class CrashMatrixTest {
  private static final int A_FEW = 2;
  private static final int KILLED = 128 + 9;

  /** Most resumes have as many effects. */
  private static final int OF_A_RESUME = 200;

  /** Work trees, attempts that were set aside, and files that a killed driver had not finished. */
  private static final Pattern NOT_COMPARED =
      Pattern.compile("(^|/)(worktree|history|scratch)/|(^|/)\\.[^/]*$");

  private static final Pattern SAYS_NO_TIME =
      Pattern.compile("(^|/)(graph\\.dot|diff\\.patch|stdout\\.log|stderr\\.log)$");

  @RegisterExtension private final Workbench benches = new Workbench();

  /** What is run. */
  enum Kind {
    LINEAR(
        """
        a [shape=parallelogram tool_command="echo a >>log"]
        b [shape=parallelogram tool_command="echo b >>log"]
        start -> a -> b b -> exit [condition="outcome=success"]
        """),
    RETRY_LOOP(
        """
        a [shape=parallelogram max_retries=3 tool_command="echo a >>log; [ $ATTRACTOR_ATTEMPT = 3 ]"]
        b [shape=parallelogram tool_command="echo b >>log; [ $ATTRACTOR_VISIT = 2 ]"]
        default_max_retries=0 retry_policy=none
        start -> a -> b b -> exit [condition="outcome=success"] b -> a [condition="outcome=fail"]
        """),
    FAN_OUT(
        """
        fan [shape=component] join [shape=tripleoctagon]
        a [shape=parallelogram tool_command="echo a >>log"]
        b [shape=parallelogram tool_command="echo b >>log"]
        c [shape=parallelogram tool_command="echo c >>log; exit 1"]
        d [shape=parallelogram tool_command="echo d >>log"]
        start -> fan fan -> a -> join fan -> b -> join fan -> c -> join fan -> d -> join
        join -> exit [condition="outcome=success"]
        """),
    MERGED(
        """
        fan [shape=component take=all] join [shape=tripleoctagon]
        a [shape=parallelogram tool_command="echo a >a; echo said a"]
        b [shape=parallelogram tool_command="echo b >b"]
        c [shape=parallelogram tool_command="echo c >c; exit 1"]
        start -> fan fan -> a -> join fan -> b -> join fan -> c -> join
        join -> exit
        """),
    CONFLICT(
        """
        fan [shape=component take=all] join [shape=tripleoctagon]
        a [shape=parallelogram tool_command="echo a >log"]
        b [shape=parallelogram tool_command="echo b >log; echo b >b"]
        d [shape=parallelogram tool_command="ls >seen"]
        start -> fan fan -> a -> join fan -> b -> join
        join -> exit [condition="outcome=success"] join -> d [condition="outcome=fail"] d -> exit
        """),
    RESOLVED(
        """
        fan [shape=component take=all]
        join [shape=tripleoctagon prompt="Keep both." llm_provider=scripted
              agent_script="join: [{files: {log: ab}, say: both, outcome: success}]"]
        a [shape=parallelogram tool_command="echo a >log"]
        b [shape=parallelogram tool_command="echo b >log; echo b >b"]
        start -> fan fan -> a -> join fan -> b -> join
        join -> exit [condition="outcome=success"]
        """),
    LISTED(
        """
        list [shape=parallelogram tool_command="printf '1\\n2\\n3\\n4\\n5\\n' >list"]
        fan [shape=component take=all for_each="@list" max_parallel=2] join [shape=tripleoctagon]
        a [shape=parallelogram tool_command="echo $item >at$index"]
        b [shape=parallelogram tool_command="echo more >>at$index"]
        start -> list -> fan -> a -> b -> join
        join -> exit [condition="outcome=success"]
        """),
    LOOP_RESTART(
        """
        a [shape=parallelogram tool_command="echo a >>log; [ $(wc -l <log) = 2 ]"]
        start -> a a -> exit [condition="outcome=success"]
        a -> a [condition="outcome=fail" loop_restart=true]
        """),
    HUMAN_GATE(
        """
        ask [shape=hexagon label="Go on?"] a [shape=parallelogram tool_command="echo a >>log"]
        start -> ask ask -> a [label=Yes] ask -> exit [label=No]
        a -> exit [condition="outcome=success"]
        """),
    SEVERAL_EXITS(
        """
        good [shape=Msquare] bad [shape=doublecircle]
        a [shape=parallelogram tool_command="echo a >>log; exit 1"]
        b [shape=parallelogram tool_command="echo b >>log"]
        start -> a a -> good [condition="outcome=success"] a -> b b -> good
        b -> bad [condition="outcome=fail"] a -> bad [condition="outcome=skipped"]
        """),
    IMPLICIT_JOIN(
        """
        fan [shape=component]
        a [shape=parallelogram tool_command="echo a >>log"]
        b [shape=parallelogram tool_command="echo b >>log; exit 1"]
        sum [shape=parallelogram tool_command="echo sum >>log"]
        start -> fan fan -> a -> sum fan -> b -> sum sum -> exit
        """);

    private final String statements;

    Kind(String statements) {
      this.statements = statements;
    }

    boolean merges() {
      return statements.contains("take=all");
    }
  }

  /** What happens beside the program. */
  enum Disturbance {
    A_PERSON_COMMITS,
    A_PERSON_WORKS_IN_THE_WORK_TREE,
    THE_WORK_TREE_IS_REMOVED,
    THE_BRANCH_IS_DELETED,
    THE_FOLDER_IS_MOVED,
    THE_REPOSITORY_IS_MOVED
  }

  /** One repository with one run. */
  private final class Trial {
    private final Workbench bench;
    private final Path logs;
    private final Path count;
    private final String[] run;
    private final Kind kind;

    Trial(String name, Kind kind) throws IOException {
      this.kind = kind;
      this.bench = benches.another(name);
      this.logs = bench.path("logs");
      this.count = bench.path("count");
      Path dot = bench.path("p.dot");
      Files.writeString(
          dot,
          "digraph t { start %s %s }"
              .formatted(kind == Kind.SEVERAL_EXITS ? "" : "exit", kind.statements));
      this.run =
          new String[] {
            "run",
            dot.toString(),
            "--logs-root",
            logs.toString(),
            "--run-id",
            "night",
            "--auto-approve"
          };
    }

    int run(long dieBefore) throws Exception {
      return start(dieBefore, run);
    }

    private int start(long dieBefore, String[] command) throws Exception {
      return bench
          .startWithOption(ChildJvm.get().crashAgent(dieBefore + "," + count), command)
          .waitFor();
    }

    private String[] goOn() {
      return Files.exists(logs.resolve("progress.ndjson"))
          ? new String[] {"resume", "--logs-root", logs.toString()}
          : run;
    }

    /** Goes on with the run, or begins it if it never began. */
    void resume() {
      Workbench.Result result = bench.attractor(goOn());
      if (result.err().contains("never began")) {
        result = bench.attractor(run);
      }
      assertThat(result.code()).as(result.err()).isZero();
    }

    /** The commits, the tree, the way through the pipeline, the end, and all artifacts. */
    Map<String, Object> whatCameOfIt() throws IOException {
      Map<String, Object> all = new LinkedHashMap<>();
      List<String> commits = bench.stages("attractor/run/night");
      // Of branches that were merged git lists the commits by their time.
      all.put("commits", kind.merges() ? commits.stream().sorted().toList() : commits);
      all.put("tree", bench.git("ls-tree", "-r", "attractor/run/night"));
      all.put("path", journal("edge_selected").map(Trial::hop).toList());
      all.put(
          "end",
          JsonMapper.shared()
              .readTree(Files.readString(logs.resolve("final.json")))
              .path("status")
              .asString());
      all.put("artifacts", artifacts());
      return all;
    }

    private static String hop(JsonNode line) {
      return "%s -> %s (%s)"
          .formatted(
              line.path("from_node").asString(),
              line.path("to_node").asString(),
              line.path("hop_source").asString());
    }

    /** Of those that say when they were made, that they are there; of the others, what they say. */
    private Map<String, String> artifacts() throws IOException {
      Map<String, String> artifacts = new TreeMap<>();
      try (Stream<Path> walk = Files.walk(logs)) {
        for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
          String name = logs.relativize(file).toString();
          if (!NOT_COMPARED.matcher(name).find()) {
            artifacts.put(name, SAYS_NO_TIME.matcher(name).find() ? Files.readString(file) : "");
          }
        }
      }
      return artifacts;
    }

    private Stream<JsonNode> journal(String event) throws IOException {
      Path journal = logs.resolve("progress.ndjson");
      return Files.exists(journal)
          ? Files.readAllLines(journal).stream()
              .map(line -> JsonMapper.shared().readTree(line))
              .filter(line -> line.path("event").asString().equals(event))
          : Stream.of();
    }

    /** Commits what nobody asked for onto the run branch; returns the commit. */
    private String commitOfAPerson() {
      String branch = "refs/heads/attractor/run/night";
      String tip = bench.git("rev-parse", branch).strip();
      String commit =
          bench.git("commit-tree", tip + "^{tree}", "-p", tip, "-m", "by a person").strip();
      bench.git("update-ref", branch, commit);
      return commit;
    }

    private Path worktree() {
      return logs.resolve("worktree");
    }

    /** Git locks one that it has not finished. */
    private boolean hasWorkTree() {
      Path known = bench.repo().resolve(".git/worktrees/worktree");
      return Files.exists(known.resolve("index")) && Files.notExists(known.resolve("locked"));
    }

    /** Changes a file of a stage, adds one, and commits both where the run works. */
    private String workOfAPerson() throws IOException {
      Files.deleteIfExists(bench.repo().resolve(".git/worktrees/worktree/index.lock"));
      Files.writeString(worktree().resolve("log"), "mine\n");
      Files.writeString(worktree().resolve("mine"), "mine\n");
      RealGit.git(worktree(), "add", "-A");
      RealGit.git(worktree(), "commit", "-q", "--no-verify", "-m", "by a person");
      return RealGit.git(worktree(), "rev-parse", "HEAD");
    }

    private boolean hasBranch() {
      return !bench.git("for-each-ref", "refs/heads/attractor/run/night").isEmpty();
    }

    /** What happens beside the program between a kill and the resume. */
    void disturbAndResume(Disturbance disturbance) throws IOException {
      switch (disturbance) {
        case A_PERSON_COMMITS -> {
          String commit = hasBranch() ? commitOfAPerson() : "main";
          resume();
          assertThat(bench.git("for-each-ref", "--contains", commit)).isNotEmpty();
        }
        case A_PERSON_WORKS_IN_THE_WORK_TREE -> {
          Optional<String> commit = hasWorkTree() ? Optional.of(workOfAPerson()) : Optional.empty();
          resume();
          commit.ifPresent(
              made -> assertThat(bench.git("for-each-ref", "--contains", made)).isNotEmpty());
        }
        case THE_WORK_TREE_IS_REMOVED -> {
          if (hasWorkTree()) {
            bench.git("worktree", "remove", "--force", "--force", worktree().toString());
          }
          resume();
        }
        case THE_BRANCH_IS_DELETED -> {
          if (hasBranch()) {
            bench.git("update-ref", "-d", "refs/heads/attractor/run/night");
          }
          resume();
        }
        case THE_FOLDER_IS_MOVED -> {
          Path moved = bench.path("moved");
          Files.move(logs, moved);
          Workbench.Result result = bench.attractor("resume", "--logs-root", moved.toString());
          assertThat(result.code()).as(result.err()).isZero();
          Files.move(moved, logs);
        }
        case THE_REPOSITORY_IS_MOVED -> {
          Path moved = bench.path("moved");
          Files.move(bench.repo(), moved);
          Files.createDirectory(bench.repo()); // where the command is given
          Workbench.Result result =
              bench.attractor("resume", "--logs-root", logs.toString(), "--repo", moved.toString());
          assertThat(result.code()).as(result.err()).isZero();
          Files.delete(bench.repo());
          Files.move(moved, bench.repo());
        }
      }
    }

    long points() throws IOException {
      return Long.parseLong(Files.readString(count));
    }

    /**
     * Returns whether it was killed; some effects only a busier machine comes to.
     *
     * @param again the point of its resume to kill it at once more; 0 for none
     */
    boolean killAndCompare(long point, long again, Map<String, Object> expected, String when)
        throws Exception {
      int code = run(point);
      assertThat(code).as(when).isIn(0, KILLED);
      if (code != 0) {
        if (again > 0) {
          assertThat(start(again, goOn())).as(when).isIn(0, KILLED, ExitCode.USAGE.code());
        }
        resume();
      }
      assertThat(whatCameOfIt()).as(when).isEqualTo(expected);
      assertNothingFinishedTwice();
      bench.git("fsck", "--strict");
      assertThat(bench.git("status", "--porcelain")).as("the person's checkout").isEmpty();
      return code != 0;
    }

    void assertNothingFinishedTwice() throws IOException {
      assertThat(journal("stage_attempt_end").map(Trial::attempt)).doesNotHaveDuplicates();
    }

    private static String attempt(JsonNode line) {
      return "%s#%d.%d"
          .formatted(
              line.path("node_id").asString(),
              line.path("visit").asInt(),
              line.path("attempt").asInt());
    }
  }

  static Stream<Kind> kinds() {
    List<String> wanted = List.of(System.getProperty("attractor.kinds", "").split(","));
    return Stream.of(Kind.values())
        .filter(kind -> wanted.contains("") || wanted.contains(kind.name()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aRunThatWasKilledBeforeAnyEffectEndsLikeOneThatWasNot(Kind kind) throws Exception {
    Trial undisturbed = new Trial("undisturbed", kind);
    assertThat(undisturbed.run(0)).isZero();
    Map<String, Object> expected = undisturbed.whatCameOfIt();
    long points = undisturbed.points();
    assertThat(points).as("effects that are seen").isGreaterThan(100);

    long step = Long.getLong("attractor.kills", points / A_FEW);
    long first = Long.getLong("attractor.first", step == 1 ? 1 : step / 2);
    AtomicInteger tried = new AtomicInteger();
    try (ExecutorService atOnce =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors() + 1)) {
      List<Future<Void>> trials =
          LongStream.iterate(first, point -> point <= points, p -> p + step)
              .mapToObj(point ->
                  atOnce.submit(() -> {
                    Trial trial = new Trial("killed-" + point, kind);
                    long again = point / step % 2 == 0 ? 0 : 1 + point % OF_A_RESUME;
                    String when =
                        "%s, killed before effect %d of %d, and effect %d of its resume"
                            .formatted(kind, point, points, again);
                    if (trial.killAndCompare(point, again, expected, when)) {
                      tried.incrementAndGet();
                    }
                    return (Void) null;
                  }))
              .toList();
      assertSoftly(softly ->
          trials.forEach(trial -> softly.assertThatCode(trial::get).doesNotThrowAnyException()));
    }
    System.out.printf("%s: killed before %d of %d effects%n", kind, tried.get(), points);
    assertThat(tried.get()).isPositive();
  }

  /** Where nobody knows better a commit of a person stays on the branch, below what follows. */
  private static String withoutThePerson(Object commits) {
    return String.valueOf(commits).replace("by a person, ", "");
  }

  /** Nothing finished is lost or done again, and no commit of a person is without a ref. */
  @ParameterizedTest
  @EnumSource
  void aRunThatWasKilledAndDisturbedEndsLikeOneThatWasNot(Disturbance disturbance)
      throws Exception {
    Trial undisturbed = new Trial("undisturbed", Kind.RETRY_LOOP);
    assertThat(undisturbed.run(0)).isZero();
    long points = undisturbed.points();
    long step = Long.getLong("attractor.kills", points / (A_FEW + 1));
    int tried = 0;
    for (long point = step; point < points; point += step) {
      Trial trial = new Trial("killed-" + point, Kind.RETRY_LOOP);
      String when = "%s, killed before effect %d of %d".formatted(disturbance, point, points);
      if (trial.run(point) == 0
          || !trial.goOn()[0].equals("resume")
          || Files.exists(trial.logs.resolve("final.json"))) {
        continue; // it was over, or had not begun: there is nothing to disturb
      }
      trial.disturbAndResume(disturbance);
      tried++;
      Map<String, Object> expected = undisturbed.whatCameOfIt();
      Map<String, Object> found = trial.whatCameOfIt();
      for (String what : List.of("commits", "tree", "path", "end")) {
        assertThat(withoutThePerson(requireNonNull(found.get(what))))
            .as(when)
            .isEqualTo(withoutThePerson(requireNonNull(expected.get(what))));
      }
      trial.assertNothingFinishedTwice();
      trial.bench.git("fsck", "--strict");
    }
    assertThat(tried).isPositive();
  }
}
