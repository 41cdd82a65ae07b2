package dev.attractor.fs.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.source.SourceText;
import dev.attractor.fs.catalog.LiteLlmCatalog;
import dev.attractor.fs.config.FileOutcomeScripts;
import dev.attractor.fs.config.FileRunConfigSource;
import dev.attractor.fs.config.FileTestCases;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageRecord;
import dev.attractor.ports.runfolder.StatusWatch;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.testkit.contract.RunContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file that others may have written, people are told in words. */
class ReadersTest {
  private static final int ROUNDS = 300;
  private static final Attempt ATTEMPT = Attempt.first(new NodeId("stage"), 1);
  private static final List<String> PIECES =
      List.of(
          "null",
          "{}",
          "[]",
          "\"\"",
          "-1",
          "1e999",
          "9999999999999999999",
          "true",
          "{",
          "}",
          "[",
          "\"",
          ":",
          ",",
          "\\u0000",
          "\0",
          "\n",
          "[[[[[[[[",
          "\ud800",
          "&a *a",
          "!!x",
          "- ",
          "0x");

  @TempDir private Path home = Path.of("");
  private Path run = Path.of("");

  /** Reads a file. */
  @FunctionalInterface
  private interface Reader {
    void read() throws IOException;
  }

  @BeforeEach
  void makeARun() {
    run = Stores.in(home).defaultLocation(new RunId("RUN"));
    try (RunFolder folder = Stores.in(home).create(run, RunContract.RUN, () -> {})) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      stage.begin();
      stage.record(
          new StageRecord(
              ATTEMPT,
              2,
              Outcome.success(),
              Duration.ZERO,
              dev.attractor.domain.agent.Usage.NONE,
              Optional.empty(),
              Optional.of("4b825dc642cb6eb9a060e54bf8d69288fbee4904")));
    }
  }

  /** Changes a good text at random places, and reads it; some changes have to be refused. */
  private static void everyChangeOf(Path file, Reader reader) throws IOException {
    assertThat(refused(file, reader)).as(file.toString()).isPositive();
  }

  /** Returns how many changes were refused. */
  private static int refused(Path file, Reader reader) throws IOException {
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(good.length);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] text = changed(new String(good, StandardCharsets.UTF_8), random);
      Files.write(file, text);
      try {
        reader.read();
      } catch (AttractorException e) {
        refused++;
        assertThat(e).message().as(new String(text, StandardCharsets.UTF_8)).isNotBlank();
        assertThat(e.hint()).as(e.getMessage()).isNotBlank();
        assertThat(e.getMessage()).doesNotContain("tools.jackson");
      } catch (RuntimeException e) {
        fail("%s with %s".formatted(file, new String(text, StandardCharsets.UTF_8)), e);
      }
    }
    Files.write(file, good);
    return refused;
  }

  private static byte[] changed(String good, Random random) {
    StringBuilder text = new StringBuilder(good);
    for (int change = 0; change <= random.nextInt(3); change++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(12));
      text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) 0xff;
    }
    return bytes;
  }

  @Test
  void theJournal() throws IOException {
    everyChangeOf(run.resolve("progress.ndjson"), () -> Stores.in(home).inspect(run));
    everyChangeOf(run.resolve("progress.ndjson"), () -> Stores.in(home).open(run).close());
  }

  @Test
  void whatSaysWhatRuns() throws IOException {
    for (String name : List.of("manifest.json", "graph_files.json", "graph.dot")) {
      Path file = run.resolve(name);
      if (name.equals("graph.dot")) {
        Files.write(file, new byte[] {(byte) 0xff});
      } else {
        everyChangeOf(file, () -> Stores.in(home).inspect(run));
      }
    }
    try {
      Stores.in(home).inspect(run);
      fail("a graph that is no text");
    } catch (AttractorException e) {
      assertThat(e).hasMessageContaining("graph.dot");
    }
  }

  @Test
  void theConfigurationOfARunAndOfAPerson() throws IOException {
    everyChangeOf(run.resolve("run_config.json"), () -> Stores.in(home).open(run).close());
    Path yaml =
        Files.writeString(
            home.resolve("run.yaml"),
            """
            version: 1
            llm: {providers: {anthropic: {env: {A: b}, failover: [openai/x]}}}
            runtime_policy: {stage_timeout_ms: 5, max_llm_retries: 3}
            modeldb: {litellm_catalog_path: a.json, litellm_catalog_url: "http://x"}
            answers: {gate: ["yes"]}
            secrets: {names: [A]}
            """);
    FileRunConfigSource source = new FileRunConfigSource(new HostEnvironment(Map.of(), home, home));
    everyChangeOf(yaml, () -> source.read(yaml, ConfigNames.ANY));
    everyChangeOf(yaml, () -> source.explain(Optional.of(yaml), ConfigNames.ANY));
  }

  @Test
  void theStatusOfAnAttempt() throws IOException {
    try (RunFolder folder = Stores.in(home).open(run)) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      everyChangeOf(stage.path().resolve("attempt-record.json"), stage::recorded);
    }
  }

  @Test
  void theStatusThatAStageReports() throws IOException {
    try (RunFolder folder = Stores.in(home).open(run)) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      Random random = new Random(1);
      int malformed = 0;
      for (int round = 0; round < ROUNDS; round++) {
        StatusWatch watch = stage.watchStatus(run.resolve("worktree"), Set.of());
        Files.write(
            stage.statusPath(),
            changed("{\"status\":\"ok\",\"context_updates\":{\"a\":[1]}}", random));
        malformed += watch.read() instanceof StatusWatch.Malformed ? 1 : 0;
        Files.delete(stage.statusPath());
      }
      assertThat(malformed).isPositive();
    }
  }

  @Test
  void questionsAndAnswers() throws IOException {
    try (RunFolder folder = Stores.in(home).open(run)) {
      Question question =
          new Question(
              new NodeId("stage"),
              "Go on?",
              List.of(new dev.attractor.domain.human.Choice("y", "Yes", new NodeId("exit"))),
              Map.of(),
              Optional.of(Duration.ofSeconds(9)));
      try (AnswerBox box = folder.stage(ATTEMPT, 0).ask(question, "TOKEN", Instant.EPOCH).open()) {
        OpenQuestion open = Stores.in(home).questions(run).getFirst();
        everyChangeOf(
            run.resolve("questions").resolve(open.id() + ".json"),
            () -> Stores.in(home).questions(run));
        Path answer = run.resolve("answers").resolve(open.id() + ".json");
        Stores.in(home).answer(run, open, question.choices().getFirst());
        assertThat(refused(answer, box::reply))
            .as("a bad answer is none, and ends nothing")
            .isZero();
      }
    }
  }

  @Test
  void theRecordInTheRepository() throws IOException {
    Map<String, String> files = new HashMap<>();
    try (RunFolder folder = Stores.in(home).open(run)) {
      files.putAll(folder.description());
    }
    files.put("progress.ndjson", Files.readString(run.resolve("progress.ndjson")));
    for (String name : List.of("location.txt", "manifest.json")) {
      Path file = Files.writeString(home.resolve(name), files.get(name));
      everyChangeOf(
          file,
          () -> {
            Map<String, String> changed = new HashMap<>(files);
            changed.put(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            RestoredRun.of(
                List.of(
                    new RunRecord(new RunId("RUN"), "", files),
                    new RunRecord(new RunId("RUN.b"), "", changed)),
                home.resolve("restored"),
                home);
          });
    }
  }

  @Test
  void scriptsAndCatalogs() throws IOException {
    Path script = Files.writeString(home.resolve("s.yaml"), "test: [fail, {status: ok}]\n");
    everyChangeOf(script, () -> new FileOutcomeScripts().read(script));
    Pipeline pipeline =
        DotReader.read(new SourceText("p.dot", "digraph p { test [prompt=x] }"))
                instanceof Parse.Read(Pipeline read)
            ? read
            : fail("refused");
    Path cases =
        Files.writeString(
            home.resolve("p.dot.tests.yaml"),
            "cases: [{name: a, outcomes: {test: [fail, {status: ok}]}, attempts: {test: 1}}]\n");
    everyChangeOf(cases, () -> new FileTestCases().read(cases, pipeline));
    LiteLlmCatalog catalogs = new LiteLlmCatalog();
    Path catalog =
        Files.writeString(
            home.resolve("c.json"), "{\"a/m\":{\"input_cost_per_token\":0.1,\"x\":1}}");
    everyChangeOf(catalog, () -> catalogs.parse(catalogs.text(catalog)));
  }
}
