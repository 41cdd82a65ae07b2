package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One repository with one run, called {@code night}, that is killed and goes on. */
final class CrashTrial {
  private static final int KILLED = 128 + 9;

  /** Most resumes have as many effects. */
  private static final int OF_A_RESUME = 200;

  /** Work trees, attempts that were set aside, and files that a killed driver had not finished. */
  private static final Pattern NOT_COMPARED =
      Pattern.compile("(^|/)(worktree|history|scratch)/|(^|/)\\.[^/]*$");

  private static final Pattern SAYS_NO_TIME =
      Pattern.compile("(^|/)(graph\\.dot|diff\\.patch|stdout\\.log|stderr\\.log)$");

  private final Workbench bench;
  private final Path logs;
  private final Path count;
  private final String[] run;
  private final CrashKind kind;

  CrashTrial(Workbench bench, CrashKind kind) throws IOException {
    this.kind = kind;
    this.bench = bench;
    this.logs = bench.path("logs");
    this.count = bench.path("count");
    Path dot = bench.path("p.dot");
    Files.writeString(dot, kind.pipeline());
    if (!kind.child().isEmpty()) {
      Files.writeString(bench.path("child.dot"), kind.child());
    }
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

  /**
   * Runs the pipeline in a Java machine of its own; returns the exit code.
   *
   * @param dieBefore the effect that it is killed before, from 1; 0 for never
   */
  int run(long dieBefore) throws Exception {
    return start(dieBefore, run);
  }

  private int start(long dieBefore, String[] command) throws Exception {
    return bench
        .startWithOption(ChildJvm.get().crashAgent("kill", dieBefore, count), command)
        .waitFor();
  }

  /** Runs the pipeline to its end, with an image of all before every so manieth effect. */
  void runWithImages(long first, long step, Path images) throws Exception {
    Process process =
        bench.startWithOption(
            ChildJvm.get().crashAgent("images", first, step, bench.folder(), images), run);
    assertThat(process.waitFor()).as(bench.output(process)).isZero();
  }

  /** From now on all is as it was when this image was made; it is used up. */
  void putBack(Path image) throws IOException {
    Workbench.remove(bench.folder());
    Files.move(image, bench.folder());
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
    all.put("path", journal("edge_selected").map(CrashTrial::hop).toList());
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
  void disturbAndResume(CrashDisturbance disturbance) throws IOException {
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

  /** Kills it once more while it goes on, at a point that differs from effect to effect. */
  void resumeAndKill(long effect) throws Exception {
    assertThat(start(1 + effect % OF_A_RESUME, goOn()))
        .as("killed while it is resumed, before effect %d of that", 1 + effect % OF_A_RESUME)
        .isIn(0, KILLED, ExitCode.USAGE.code());
  }

  /** Nothing is lost, nothing was done again, nothing of git or of the person has come to harm. */
  void assertEndedLike(Map<String, Object> expected) throws IOException {
    assertThat(whatCameOfIt()).isEqualTo(expected);
    assertNothingFinishedTwice();
    assertGitIsSound();
    assertThat(bench.git("status", "--porcelain")).as("the person's checkout").isEmpty();
  }

  void assertGitIsSound() {
    bench.git("fsck", "--strict");
  }

  /** Returns whether it has begun and is not over. */
  boolean isUnderWay() {
    return Files.exists(logs.resolve("progress.ndjson"))
        && Files.notExists(logs.resolve("final.json"));
  }

  void assertNothingFinishedTwice() throws IOException {
    assertThat(journal("stage_attempt_end").map(CrashTrial::attempt)).doesNotHaveDuplicates();
  }

  private static String attempt(JsonNode line) {
    return "%s#%d.%d"
        .formatted(
            line.path("node_id").asString(),
            line.path("visit").asInt(),
            line.path("attempt").asInt());
  }
}
