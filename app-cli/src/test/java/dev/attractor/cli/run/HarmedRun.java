package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run called {@code night} that was killed, whose files and record somebody changes, and the
 * canaries: files and refs of the person, and a process, that live whatever is done with it.
 */
final class HarmedRun implements AutoCloseable {
  private final Workbench bench;
  private final Process canary;
  private Map<String, String> before = Map.of();

  private HarmedRun(Workbench bench) throws IOException {
    this.bench = bench;
    this.canary = new ProcessBuilder("sleep", "600").start();
  }

  /** Runs it, takes its end away, and puts the canaries beside it. */
  static HarmedRun in(Workbench bench) throws IOException {
    HarmedRun run = new HarmedRun(bench);
    run.begin();
    return run;
  }

  private void begin() throws IOException {
    Files.createDirectories(canaries().resolve("folder"));
    Files.writeString(canaries().resolve("file"), "keep\n");
    Files.writeString(canaries().resolve("folder/file"), "keep\n");
    Files.writeString(canaries().resolve("torn"), "keep"); // as if a crash had torn its end
    bench.git("branch", "kept");
    bench.git("tag", "kept-too");
    Workbench.Result run =
        bench.run(
            """
            a [shape=parallelogram tool_command="echo a >>log"]
            b [shape=parallelogram tool_command="echo b >>log"]
            start -> a -> b b -> exit [condition="outcome=success"]
            """,
            "--run-id=night",
            "--logs-root=" + logs());
    assertThat(run.code()).as(run.err()).isZero();
    Files.delete(logs().resolve("final.json"));
    changeAll(text -> text.lines().limit(12).map(line -> line + "\n").reduce("", String::concat));
  }

  @Override
  public void close() {
    canary.destroyForcibly();
  }

  Workbench bench() {
    return bench;
  }

  Path logs() {
    return bench.path("logs");
  }

  Path canaries() {
    return bench.path("canaries");
  }

  // --- how it is changed ---

  /** Returns what a placeholder stands for. */
  String meant(String value) {
    return switch (value) {
      case "CANARIES" -> canaries().toString();
      case "CANARY" -> Long.toString(canary.pid());
      default -> value;
    };
  }

  void setInManifest(String field, String value) throws IOException {
    Path manifest = logs().resolve("manifest.json");
    ObjectNode fields = (ObjectNode) Workbench.json(manifest);
    assertThat(fields.has(field)).isTrue();
    Files.writeString(manifest, fields.put(field, meant(value)).toString());
  }

  void put(String name, String text) throws IOException {
    Path file = logs().resolve(name).normalize();
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  void changeAll(UnaryOperator<String> change) throws IOException {
    Path journal = logs().resolve("progress.ndjson");
    Files.writeString(journal, change.apply(Files.readString(journal)));
  }

  void addLine(String line) throws IOException {
    changeAll(text -> text + line + "\n");
  }

  void changeLast(UnaryOperator<String> change) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(logs().resolve("progress.ndjson")));
    lines.add(change.apply(lines.removeLast()));
    changeAll(_ -> String.join("\n", lines) + "\n");
  }

  // --- its record ---

  /**
   * The record in the repository gets a file of the folder. Of the journal each of its commits has
   * a piece, and the first gets all.
   */
  void record(String name) throws IOException {
    String ref = "refs/attractor/meta/night";
    if (bench.git("for-each-ref", "--format=%(symref)", ref).contains("kept")
        || bench.git("rev-parse", ref).equals(bench.git("rev-parse", "kept"))) {
      return;
    }
    String blob = bench.git("hash-object", "-w", logs().resolve(name).toString()).strip();
    String parent = "";
    boolean inPieces = name.equals("progress.ndjson");
    for (String commit : bench.git("rev-list", "--reverse", ref).lines().toList()) {
      List<String> lines = new ArrayList<>();
      for (String line : bench.git("ls-tree", commit).lines().toList()) {
        if (!line.endsWith("\t" + name)) {
          lines.add(line);
        } else if (!inPieces || parent.isEmpty()) {
          lines.add("100644 blob %s\t%s".formatted(blob, name));
        }
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

  // --- what it must not do ---

  /** From now on the canaries have to stay as they are. */
  void holdCanaries() throws IOException {
    before = alive();
  }

  private Map<String, String> alive() throws IOException {
    Map<String, String> all = new TreeMap<>(bench.files());
    try (Stream<Path> walk = Files.walk(canaries())) {
      for (Path file : walk.toList()) {
        all.put(
            file.toString(),
            Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "");
      }
    }
    all.put("refs", bench.git("for-each-ref", "refs/heads/main", "refs/heads/kept", "refs/tags"));
    all.put("HEAD", Files.readString(bench.repo().resolve(".git/HEAD")));
    all.put("config", Files.readString(bench.repo().resolve(".git/config")));
    all.put("process", Boolean.toString(canary.isAlive()));
    return all;
  }

  /** Runs a command on it, which must tell people in words what it will not do. */
  Workbench.Result meets(String... arguments) throws IOException {
    Workbench.Result result = bench.attractor(arguments);
    String as = String.join(" ", arguments) + ": " + result.err();
    assertThat(result.err())
        .as(as)
        .doesNotContain("internal error", "Exception", "\tat ", "\u001b", "tools.jackson");
    if (result.code() != 0 && result.code() != 1) {
      assertThat(result.err()).as(as).contains("error: ").contains("hint: ");
    }
    assertThat(result.out()).as(as).doesNotContain("\u001b");
    assertThat(result.err()).as("nobody reads more").hasSizeLessThan(100_000);
    assertThat(alive()).as(as).isEqualTo(before);
    return result;
  }
}
