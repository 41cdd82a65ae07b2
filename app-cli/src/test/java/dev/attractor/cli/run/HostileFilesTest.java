package dev.attractor.cli.run;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  /** What somebody has made. */
  @FunctionalInterface
  interface Making {
    void make(HarmedRun run) throws IOException;
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
                        run -> run.setInManifest(field, value))));
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
            field("started_at", HUGE, "-1"),
            Stream.of("", "[]", "1 2", "\u0000")
                .map(text ->
                    folder(
                        "the manifest is " + shown(text), run -> run.put("manifest.json", text))),
            Stream.of(folder("a record of a process", run -> run.put("a/process.txt", "\u00ff\n"))))
        .flatMap(fields -> fields);
  }

  private static Stream<Harm> journals() {
    return Stream.of(
        folder("a line of 10 MB", run -> run.addLine("{\"event\":\"" + "x".repeat(LONG) + "\"}")),
        folder("deep nesting", run -> run.addLine("{\"a\":" + "[".repeat(100_000))),
        folder("no JSON", run -> run.addLine("\u0000\u001b[31m")),
        folder(
            "duplicate keys",
            run -> run.addLine("{\"seq\":1,\"seq\":2,\"event\":\"warning\",\"event\":\"x\"}")),
        folder("huge numbers", run -> run.changeLast(line -> line.replaceFirst("\\d+", HUGE))),
        folder("another time", run -> run.changeLast(line -> line.replaceFirst("20", "-99"))),
        folder(
            "another run",
            run -> run.changeLast(line -> line.replace("\"night\"", "\"../other\""))),
        folder(
            "a commit that is none",
            run -> run.changeAll(text -> text.replaceAll("[0-9a-f]{40}", "--help"))),
        folder(
            "a node that leads out",
            run -> run.changeAll(text -> text.replace("\"a\"", "\"../../canaries\""))),
        folder("empty", run -> run.changeAll(_ -> "")),
        folder(
            "only its first line",
            run -> run.changeAll(text -> text.lines().findFirst().orElseThrow() + "\n")));
  }

  private static Stream<Harm> links() {
    return Stream.of(
            "worktree", "a", "questions", "answers", "parallel", "setup-commands", "modeldb")
        .map(name ->
            folder(
                "a folder that leads out: " + name,
                run -> {
                  Path place = run.logs().resolve(name);
                  if (Files.exists(place)) {
                    Workbench.remove(place);
                  }
                  Files.createSymbolicLink(place, run.canaries());
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
                run -> {
                  Path place = run.logs().resolve(name);
                  Files.createDirectories(place.getParent());
                  Files.deleteIfExists(place);
                  Files.createSymbolicLink(place, run.canaries().resolve("file"));
                }));
  }

  private static Stream<Harm> hardLinks() {
    return Stream.of(
            "progress.ndjson",
            "run.lock",
            "run.pid",
            "final.json",
            "checkpoint.json",
            "manifest.json",
            "b/stdout.log")
        .flatMap(name ->
            Stream.of("file", "torn")
                .map(canary ->
                    folder(
                        "the %s of a person is %s, too".formatted(canary, name),
                        run -> {
                          Path place = run.logs().resolve(name);
                          Files.createDirectories(place.resolveSibling(""));
                          Files.deleteIfExists(place);
                          Files.createLink(place, run.canaries().resolve(canary));
                        })));
  }

  private static Stream<Harm> processes() {
    return Stream.of("1", "0", "-1", "CANARY", HUGE, "x", "\u0000")
        .flatMap(pid ->
            Stream.of("run.pid", "a/process.txt")
                .map(file ->
                    folder(
                        "%s names the process %s".formatted(file, shown(pid)),
                        run ->
                            Files.writeString(
                                run.logs().resolve(file),
                                file.startsWith("a/")
                                    ? "%1$s\n%1$s (x) S 1 %1$s\n\n".formatted(run.meant(pid))
                                    : "%s 1 %s\n".formatted(run.meant(pid), "somewhere")))));
  }

  private static Stream<Harm> repositories() {
    return Stream.of(
        new Harm(
            "the branch stands for another one",
            true,
            run -> {
              run.bench().git("update-ref", "-d", "refs/heads/attractor/run/night");
              run.bench().git("symbolic-ref", "refs/heads/attractor/run/night", "refs/heads/kept");
            }),
        new Harm(
            "the record stands for another ref",
            true,
            run -> run.bench().git("symbolic-ref", "refs/attractor/meta/night", "refs/heads/kept")),
        folder(
            "attempts stand for other refs",
            run ->
                run.bench()
                    .git("symbolic-ref", "refs/attractor/attempts/night/x", "refs/heads/kept")),
        new Harm(
            "the record is the work of the person",
            true,
            run -> run.bench().git("update-ref", "refs/attractor/meta/night", "kept")),
        folder(
            "the work tree is another repository's",
            run ->
                Files.writeString(
                    run.logs().resolve("worktree/.git"),
                    "gitdir: " + run.bench().repo() + "/.git\n")),
        folder(
            "programs in the settings of the work tree",
            run -> {
              Path mark = run.canaries().resolve("ran");
              Path config =
                  Files.createDirectories(run.logs().resolve("worktree/.git.d")).resolve("config");
              Files.writeString(
                  config, "[core]\n fsmonitor = touch %1$s\n hooksPath = %1$s\n".formatted(mark));
              Files.writeString(
                  run.logs().resolve("worktree/.gitattributes"), "* filter=x diff=x merge=x\n");
            }),
        folder(
            "a question that is no question",
            run -> run.put("questions/a_v1_a1.json", "{\"id\":\"../../x\",\"token\":1}")),
        folder(
            "a question of 10 MB",
            run -> run.put("questions/a_v1_a1.json", "\"" + "x".repeat(LONG))),
        folder(
            "an answer to nothing",
            run -> run.put("answers/../../canaries/x.json", "{\"choice\":\"../\"}")));
  }

  static List<Harm> harms() {
    return Stream.of(
            manifests(),
            journals(),
            links(),
            filesThatLeadOut(),
            hardLinks(),
            processes(),
            repositories())
        .flatMap(harms -> harms)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("harms")
  void everyCanaryLives(Harm harm) throws IOException {
    try (HarmedRun run = HarmedRun.in(bench)) {
      harm.making().make(run);
      run.holdCanaries();
      String logs = "--logs-root=" + run.logs();
      if (harm.inTheRecord()) {
        run.record("manifest.json");
        Workbench.remove(run.logs());
        run.meets("resume", "--run-branch=attractor/run/night", "--trust", "--into=" + run.logs());
      } else {
        run.meets("status", "night");
        run.meets("diff", "night");
        run.meets("answer", "--list", "night");
        run.meets("resume", logs);
      }
      run.meets("list");
      run.meets("clean", "night", "--yes");
    }
  }
}
