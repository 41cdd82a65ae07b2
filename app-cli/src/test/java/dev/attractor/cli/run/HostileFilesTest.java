package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/security.md, "Not trusted": files of a run and its record in the repository that were made
 * to harm. Whatever they say, every canary lives: files and refs of the person, and a process.
 */
class HostileFilesTest {
  private static final String HUGE = "9".repeat(400);
  private static final int LONG = 10_000_000;

  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");
  private Path canaries = Path.of("");
  private final List<Process> canary = new ArrayList<>();
  private Map<String, String> before = Map.of();

  /** What somebody has made. */
  @FunctionalInterface
  interface Making {
    void make(HostileFilesTest test) throws IOException;
  }

  /** Something that was made to harm, and how it is met. */
  record Harm(String name, boolean inTheRecord, Making making) {
    @Override
    public String toString() {
      return name;
    }
  }

  // --- what harms ---

  private static Harm folder(String name, Making making) {
    return new Harm(name, false, making);
  }

  /** A field of the manifest says something; once in the folder, once in the repository. */
  private static Stream<Harm> field(String field, String... values) {
    return Stream.of(values)
        .flatMap(value ->
            Stream.of(true, false)
                .map(inTheRecord ->
                    new Harm(
                        "%s is %s in the %s"
                            .formatted(field, shown(value), inTheRecord ? "record" : "folder"),
                        inTheRecord,
                        test -> test.setInManifest(field, value))));
  }

  private static String shown(String value) {
    String quoted = JsonMapper.shared().writeValueAsString(value);
    return quoted.length() > 60 ? quoted.substring(0, 60) + "..." : quoted;
  }

  private static Stream<Harm> manifests() {
    return Stream.of(
            field("run_branch", "main", "HEAD", "-x", "refs/heads/main", "../../HEAD", "a\u0000b"),
            field(
                "run_id", "..", "../../canaries", "/", "other", "", "x".repeat(5000), "\u001b[2J"),
            field("base_sha", "HEAD", "--output=/tmp/x", HUGE, "main"),
            field("worktree", "CANARIES", "/", "", "\u0000"),
            field("repo", "CANARIES", "/", "relative", "\u0000"),
            field("goal", "\u001b]0;x\u0007"),
            field("started_at", HUGE, "-1"))
        .flatMap(fields -> fields);
  }

  private static Stream<Harm> journals() {
    return Stream.of(
        folder("a line of 10 MB", test -> test.addLine("{\"event\":\"" + "x".repeat(LONG) + "\"}")),
        folder("deep nesting", test -> test.addLine("{\"a\":" + "[".repeat(100_000))),
        folder("no JSON", test -> test.addLine("\u0000\u001b[31m")),
        folder(
            "duplicate keys",
            test -> test.addLine("{\"seq\":1,\"seq\":2,\"event\":\"warning\",\"event\":\"x\"}")),
        folder("huge numbers", test -> test.changeLast(line -> line.replaceFirst("\\d+", HUGE))),
        folder("another time", test -> test.changeLast(line -> line.replaceFirst("20", "-99"))),
        folder(
            "another run",
            test -> test.changeLast(line -> line.replace("\"night\"", "\"../other\""))),
        folder(
            "a commit that is none",
            test -> test.changeAll(text -> text.replaceAll("[0-9a-f]{40}", "--help"))),
        folder(
            "a node that leads out",
            test -> test.changeAll(text -> text.replace("\"a\"", "\"../../canaries\""))),
        folder("empty", test -> test.changeAll(_ -> "")),
        folder(
            "only its first line",
            test -> test.changeAll(text -> text.lines().findFirst().orElseThrow() + "\n")));
  }

  private static Stream<Harm> links() {
    return Stream.of(
            "worktree", "a", "questions", "answers", "parallel", "setup-commands", "modeldb")
        .map(name ->
            folder(
                "a folder that leads out: " + name,
                test -> {
                  Path place = test.logs.resolve(name);
                  if (Files.exists(place)) {
                    Workbench.remove(place);
                  }
                  Files.createSymbolicLink(place, test.canaries);
                }));
  }

  private static Stream<Harm> filesThatLeadOut() {
    return Stream.of(
            "progress.ndjson",
            "live.json",
            "checkpoint.json",
            "final.json",
            "run.pid",
            "run.lock",
            "start.lock",
            "driver.log",
            "manifest.json",
            "preflight_report.json",
            "a/process.txt",
            "a/stdout.log",
            "a/status.json")
        .map(name ->
            folder(
                "a file that leads out: " + name,
                test -> {
                  Path place = test.logs.resolve(name);
                  Files.createDirectories(place.getParent());
                  Files.deleteIfExists(place);
                  Files.createSymbolicLink(place, test.canaries.resolve("file"));
                }));
  }

  private static Stream<Harm> processes() {
    return Stream.of("1", "0", "-1", "CANARY", HUGE, "x", "\u0000")
        .flatMap(pid ->
            Stream.of("run.pid", "a/process.txt")
                .map(file ->
                    folder(
                        "%s names the process %s".formatted(file, shown(pid)),
                        test ->
                            Files.writeString(
                                test.logs.resolve(file),
                                file.startsWith("a/")
                                    ? "%1$s\n%1$s (x) S 1 %1$s\n\n".formatted(test.meant(pid))
                                    : "%s 1 %s\n".formatted(test.meant(pid), "somewhere")))));
  }

  private static Stream<Harm> repositories() {
    return Stream.of(
        new Harm(
            "the branch stands for another one",
            true,
            test -> {
              test.bench.git("update-ref", "-d", "refs/heads/attractor/run/night");
              test.bench.git("symbolic-ref", "refs/heads/attractor/run/night", "refs/heads/kept");
            }),
        new Harm(
            "the record stands for another ref",
            true,
            test -> test.bench.git("symbolic-ref", "refs/attractor/meta/night", "refs/heads/kept")),
        folder(
            "attempts stand for other refs",
            test ->
                test.bench.git(
                    "symbolic-ref", "refs/attractor/attempts/night/x", "refs/heads/kept")),
        new Harm(
            "the record is the work of the person",
            true,
            test -> test.bench.git("update-ref", "refs/attractor/meta/night", "kept")),
        folder(
            "the work tree is another repository's",
            test ->
                Files.writeString(
                    test.logs.resolve("worktree/.git"),
                    "gitdir: " + test.bench.repo() + "/.git\n")),
        folder(
            "programs in the settings of the work tree",
            test -> {
              Path mark = test.canaries.resolve("ran");
              Path config =
                  Files.createDirectories(test.logs.resolve("worktree/.git.d")).resolve("config");
              Files.writeString(
                  config, "[core]\n fsmonitor = touch %1$s\n hooksPath = %1$s\n".formatted(mark));
              Files.writeString(
                  test.logs.resolve("worktree/.gitattributes"), "* filter=x diff=x merge=x\n");
            }),
        folder(
            "a question that is no question",
            test -> test.put("questions/a_v1_a1.json", "{\"id\":\"../../x\",\"token\":1}")),
        folder(
            "a question of 10 MB",
            test -> test.put("questions/a_v1_a1.json", "\"" + "x".repeat(LONG))),
        folder(
            "an answer to nothing",
            test -> test.put("answers/../../canaries/x.json", "{\"choice\":\"../\"}")));
  }

  static List<Harm> harms() {
    return Stream.of(
            manifests(), journals(), links(), filesThatLeadOut(), processes(), repositories())
        .flatMap(harms -> harms)
        .toList();
  }

  // --- how it is made ---

  private String meant(String value) {
    return switch (value) {
      case "CANARIES" -> canaries.toString();
      case "CANARY" -> Long.toString(canary.getFirst().pid());
      default -> value;
    };
  }

  private void setInManifest(String field, String value) throws IOException {
    Path manifest = logs.resolve("manifest.json");
    Map<String, Object> fields = new TreeMap<>();
    JsonMapper.shared()
        .readTree(Files.readString(manifest))
        .properties()
        .forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
    assertThat(fields).containsKey(field);
    fields.put(field, meant(value));
    Files.writeString(manifest, JsonMapper.shared().writeValueAsString(fields));
  }

  private void put(String name, String text) throws IOException {
    Path file = logs.resolve(name).normalize();
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void changeAll(UnaryOperator<String> change) throws IOException {
    Path journal = logs.resolve("progress.ndjson");
    Files.writeString(journal, change.apply(Files.readString(journal)));
  }

  private void addLine(String line) throws IOException {
    changeAll(text -> text + line + "\n");
  }

  private void changeLast(UnaryOperator<String> change) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(logs.resolve("progress.ndjson")));
    lines.add(change.apply(lines.removeLast()));
    changeAll(_ -> String.join("\n", lines) + "\n");
  }

  /** The record in the repository gets the manifest of the folder. */
  private void record() throws IOException {
    String ref = "refs/attractor/meta/night";
    if (bench.git("for-each-ref", "--format=%(symref)", ref).contains("kept")
        || bench.git("rev-parse", ref).equals(bench.git("rev-parse", "kept"))) {
      return;
    }
    String blob = bench.git("hash-object", "-w", logs.resolve("manifest.json").toString()).strip();
    String parent = "";
    for (String commit : bench.git("rev-list", "--reverse", ref).lines().toList()) {
      List<String> lines = new ArrayList<>();
      for (String line : bench.git("ls-tree", commit).lines().toList()) {
        lines.add(
            line.endsWith("\tmanifest.json")
                ? "100644 blob %s\tmanifest.json".formatted(blob)
                : line);
      }
      Path tree = Files.write(bench.path("tree"), lines);
      Path message =
          Files.writeString(bench.path("message"), bench.git("log", "-1", "--format=%B", commit));
      parent =
          bench
              .git(
                  "-c",
                  "alias.put=!git commit-tree $(git mktree <'%s') %s -F '%s' #"
                      .formatted(tree, parent.isEmpty() ? "" : "-p " + parent, message),
                  "put")
              .strip();
    }
    bench.git("update-ref", ref, parent);
  }

  // --- the canaries ---

  @BeforeEach
  void aRunThatWasKilledAndSomethingToLose() throws IOException {
    logs = bench.path("logs");
    canaries = bench.path("canaries");
    Files.createDirectories(canaries.resolve("folder"));
    Files.writeString(canaries.resolve("file"), "keep\n");
    Files.writeString(canaries.resolve("folder/file"), "keep\n");
    bench.git("branch", "kept");
    bench.git("tag", "kept-too");
    canary.add(new ProcessBuilder("sleep", "600").start());
    Workbench.Result run =
        bench.run(
            """
            a [shape=parallelogram tool_command="echo a >>log"]
            b [shape=parallelogram tool_command="echo b >>log"]
            start -> a -> b b -> exit [condition="outcome=success"]
            """,
            "--run-id=night",
            "--logs-root=" + logs);
    assertThat(run.code()).as(run.err()).isZero();
    Files.delete(logs.resolve("final.json"));
    changeAll(text -> text.lines().limit(12).map(line -> line + "\n").reduce("", String::concat));
    before = canaries();
  }

  @AfterEach
  void endTheCanary() {
    canary.forEach(Process::destroyForcibly);
  }

  private Map<String, String> canaries() throws IOException {
    Map<String, String> all = new TreeMap<>(bench.files());
    try (Stream<Path> walk = Files.walk(canaries)) {
      for (Path file : walk.toList()) {
        all.put(file.toString(), Files.isRegularFile(file) ? Files.readString(file) : "");
      }
    }
    all.put("refs", bench.git("for-each-ref", "refs/heads/main", "refs/heads/kept", "refs/tags"));
    all.put("HEAD", Files.readString(bench.repo().resolve(".git/HEAD")));
    all.put("config", Files.readString(bench.repo().resolve(".git/config")));
    all.put("process", Boolean.toString(canary.getFirst().isAlive()));
    return all;
  }

  // --- what is done with it ---

  private void attractor(String... arguments) throws IOException {
    Workbench.Result result = bench.attractor(arguments);
    String as = String.join(" ", arguments) + ": " + result.err();
    assertThat(result.err())
        .as(as)
        .doesNotContain("internal error", "Exception", "\tat ", "\u001b", "tools.jackson");
    if (result.code() != 0 && result.code() != 1) {
      assertThat(result.err()).as(as).contains("error: ").contains("hint: ");
    }
    assertThat(result.out()).as(as).doesNotContain("\u001b");
    assertThat(canaries()).as(as).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("harms")
  void everyCanaryLives(Harm harm) throws IOException {
    harm.making().make(this);
    before = canaries();
    if (harm.inTheRecord()) {
      record();
      Workbench.remove(logs);
      attractor("resume", "--run-branch=attractor/run/night", "--trust", "--logs-root=" + logs);
    } else {
      attractor("status", "night");
      attractor("diff", "night");
      attractor("answer", "--list", "night");
      attractor("resume", "--logs-root=" + logs);
    }
    attractor("list");
    attractor("clean", "night", "--yes");
  }
}
