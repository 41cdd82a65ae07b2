package dev.attractor.fs.runfolder;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.attractor.domain.human.Choice;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.fs.catalog.LiteLlmCatalog;
import dev.attractor.fs.config.FileOutcomeScripts;
import dev.attractor.fs.config.FileRunConfigSource;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StatusWatch;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.testkit.contract.RunContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whatever a file from outside holds, it is read or refused in words. A normal build tries the
 * stored inputs; {@code mvn -Pfuzz test -pl adapters-fs -am -Dfuzz='ReadersFuzzTest#journal'}
 * searches for ten minutes, one reader at a time.
 */
class ReadersFuzzTest {
  private static final Attempt ATTEMPT = Attempt.first(new NodeId("stage"), 1);
  private static final Question QUESTION =
      new Question(
          new NodeId("stage"),
          "Go on?",
          List.of(new Choice("y", "Yes", new NodeId("exit"))),
          Map.of(),
          Optional.of(Duration.ofSeconds(9)));

  /** Reads what was written. */
  @FunctionalInterface
  private interface Reader {
    void read(Path home, Path run) throws IOException;
  }

  /** Has a reader read a text in the place of a file of a run, in a folder of its own. */
  private static void read(byte[] text, String file, Reader reader) throws IOException {
    Path home = Files.createTempDirectory("attractor-fuzz");
    try {
      Path run = Stores.in(home).defaultLocation(new RunId("RUN"));
      try (RunFolder folder = Stores.in(home).create(run, RunContract.RUN, () -> {})) {
        folder.stage(ATTEMPT, 0).begin();
      }
      Path place = run.resolve(file);
      Files.createDirectories(place.getParent());
      Files.write(place, text);
      reader.read(home, run);
    } catch (AttractorException e) {
      assertThat(e).message().isNotBlank();
      assertThat(e.hint()).as(e.getMessage()).isNotBlank();
      if (!new String(text, StandardCharsets.UTF_8)
          .contains("tools.jackson")) { // else it is quoted
        assertThat(e.getMessage()).doesNotContain("tools.jackson");
      }
    } finally {
      remove(home);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(path -> {
            try {
              Files.delete(path);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  @FuzzTest(maxDuration = "10m")
  void journal(byte[] text) throws IOException {
    read(text, "progress.ndjson", (home, run) -> Stores.in(home).inspect(run));
    read(text, "progress.ndjson", (home, run) -> Stores.in(home).glance(run));
    read(text, "progress.ndjson", (home, run) -> Stores.in(home).open(run).close());
  }

  @FuzzTest(maxDuration = "10m")
  void manifest(byte[] text) throws IOException {
    read(text, "manifest.json", (home, run) -> Stores.in(home).inspect(run));
  }

  @FuzzTest(maxDuration = "10m")
  void question(byte[] text) throws IOException {
    read(text, "questions/q.json", (home, run) -> Stores.in(home).questions(run));
  }

  @FuzzTest(maxDuration = "10m")
  void answer(byte[] text) throws IOException {
    read(
        text,
        "other",
        (home, run) -> {
          try (RunFolder folder = Stores.in(home).open(run);
              AnswerBox box =
                  folder.stage(ATTEMPT, 0).ask(QUESTION, "TOKEN", Instant.EPOCH).open()) {
            OpenQuestion open = Stores.in(home).questions(run).getFirst();
            Path answer = run.resolve("answers").resolve(open.id() + ".json");
            Files.createDirectories(answer.getParent());
            Files.write(answer, text);
            assertThat(box.reply()).isNotNull();
          }
        });
  }

  @FuzzTest(maxDuration = "10m")
  void attempt(byte[] text) throws IOException {
    read(
        text,
        "other",
        (home, run) -> {
          try (RunFolder folder = Stores.in(home).open(run)) {
            StageFolder stage = folder.stage(ATTEMPT, 0);
            Files.write(stage.path().resolve("attempt-record.json"), text);
            assertThat(stage.recorded()).isNotNull();
          }
        });
  }

  /** A record of which one file is another: its manifest, its journal or its place. */
  @FuzzTest(maxDuration = "10m")
  void record(byte[] text) throws IOException {
    for (String name : List.of("manifest.json", "progress.ndjson", "location.txt")) {
      read(
          text,
          "other",
          (home, run) -> {
            Map<String, String> files = new HashMap<>();
            try (RunFolder folder = Stores.in(home).open(run)) {
              files.putAll(folder.description());
            }
            files.put("progress.ndjson", Files.readString(run.resolve("progress.ndjson")));
            files.put(name, new String(text, StandardCharsets.UTF_8));
            Path place = home.resolve("restored");
            Stores.in(home)
                .restore(place, home, List.of(new RunRecord(new RunId("RUN"), "", files)), _ -> {});
            Stores.in(home).open(place).close();
          });
    }
  }

  @FuzzTest(maxDuration = "10m")
  void status(byte[] text) throws IOException {
    read(
        text,
        "other",
        (home, run) -> {
          try (RunFolder folder = Stores.in(home).open(run)) {
            StageFolder stage = folder.stage(ATTEMPT, 0);
            StatusWatch watch = stage.watchStatus(run.resolve("worktree"), Set.of());
            Files.write(stage.statusPath(), text);
            assertThat(watch.read()).isNotNull();
          }
        });
  }

  @FuzzTest(maxDuration = "10m")
  void configuration(byte[] text) throws IOException {
    read(
        text,
        "run.yaml",
        (home, run) ->
            new FileRunConfigSource(new HostEnvironment(Map.of(), home, home))
                .read(run.resolve("run.yaml"), ConfigNames.ANY));
    read(text, "run_config.json", (home, run) -> Stores.in(home).open(run).close());
  }

  @FuzzTest(maxDuration = "10m")
  void script(byte[] text) throws IOException {
    read(text, "s.yaml", (home, run) -> new FileOutcomeScripts().read(run.resolve("s.yaml")));
  }

  @FuzzTest(maxDuration = "10m")
  void catalog(byte[] text) throws IOException {
    LiteLlmCatalog catalogs = new LiteLlmCatalog();
    read(
        text,
        "c.json",
        (home, run) ->
            assertThat(catalogs.parse(catalogs.text(run.resolve("c.json")))).isNotNull());
  }
}
