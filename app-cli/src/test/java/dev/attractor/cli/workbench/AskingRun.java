package dev.attractor.cli.workbench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A run with the id {@code one} that asks people, whatever drives it. */
public final class AskingRun {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** A stage that asks whether another one may run. */
  public static final String GATE =
      "gate [shape=hexagon label=\"Deploy?\"] deploy [shape=parallelogram tool_command=\"true\"]"
          + " start -> gate gate -> deploy [label=\"[A] Approve\"]"
          + " gate -> exit [label=\"[R] Reject\"] deploy -> exit";

  private final Workbench bench;

  /** Has it work in the repository of a bench. */
  public AskingRun(Workbench bench) {
    this.bench = bench;
  }

  /** Returns the folder of the run. */
  public Path logs() {
    return bench.path("logs");
  }

  /** Writes a pipeline with these statements and returns its file. */
  public String pipeline(String statements) throws IOException {
    return Files.writeString(
            bench.path("p.dot"), "digraph t { start exit %s }".formatted(statements))
        .toString();
  }

  /** Starts a run of a pipeline with these statements. */
  public Process start(String statements, String... options) throws IOException {
    return bench.start(
        Stream.concat(
                Stream.of(
                    "run",
                    pipeline(statements),
                    "--run-id",
                    "one",
                    "--logs-root",
                    logs().toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  /** Types a line on the terminal of a run. */
  public static void type(Process process, String line) throws IOException {
    OutputStream keys = process.getOutputStream();
    keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Returns the file of an open question. */
  public Path question(String id) {
    return logs().resolve("questions").resolve(id + ".json");
  }

  /** Waits until a question is open. */
  public void awaitQuestion(String id) {
    await().atMost(PATIENCE).until(() -> Files.exists(question(id)));
  }

  /** Waits until a run has printed something. */
  public void awaitPrinted(Process process, String text) {
    await().atMost(PATIENCE).until(() -> bench.output(process).contains(text));
  }

  /** Returns what the run has written down so far. */
  public String journal() throws IOException {
    Path journal = logs().resolve("progress.ndjson");
    return Files.exists(journal) ? Files.readString(journal) : "";
  }

  /** Returns whether a stage has ended. */
  public boolean ran(String node) {
    return Files.exists(logs().resolve(node).resolve("status.json"));
  }

  /** Files an answer, as another program would. */
  public void answer(String id, String json) throws IOException {
    Path answers = Files.createDirectories(logs().resolve("answers"));
    Files.writeString(answers.resolve("other.tmp"), json);
    Files.move(answers.resolve("other.tmp"), answers.resolve(id + ".json"));
  }

  /** Returns the token of an open question. */
  public String token(String id) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(question(id))).path("token").asString();
  }
}
