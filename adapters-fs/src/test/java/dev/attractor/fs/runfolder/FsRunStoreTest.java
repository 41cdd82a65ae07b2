package dev.attractor.fs.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.KnownRun;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.testkit.contract.RunContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SEMANTICS §10: the run folder. */
class FsRunStoreTest {
  private static final Attempt ATTEMPT = Attempt.first(new NodeId("stage"), 1);

  @TempDir private Path home = Path.of("");

  private FsRunStore store() {
    return Stores.in(home, Map.of("MY_API_KEY", "very-secret-value"));
  }

  private Path location() {
    return store().defaultLocation(new RunId("RUN"));
  }

  private RunFolder create() {
    return store().create(location(), RunContract.RUN, () -> {});
  }

  @Test
  void opensWhatItCreated() {
    Manifest manifest;
    try (RunFolder folder = create()) {
      manifest = folder.manifest();
      folder.journal().append(new RunEvent.StageAttemptStarted(ATTEMPT));
    }
    try (RunFolder folder = store().open(location())) {
      assertThat(folder.manifest()).isEqualTo(manifest);
      assertThat(folder.source().text().text()).isEqualTo("digraph p {}");
      assertThat(folder.source().files()).containsEntry("a.md", "content");
      assertThat(folder.catalog()).hasValueSatisfying(file -> assertThat(file).hasContent("{}"));
      assertThat(location().resolve("preflight_report.json")).exists();
      assertThat(folder.config()).isEqualTo(RunContract.RUN.config());
      assertThat(folder.entries()).extracting(JournalEntry::seq).containsExactly(1L, 2L);
      assertThat(folder.journal().append(new RunEvent.Warning("x")).seq()).isEqualTo(3);
    }
  }

  @Test
  void whoLooksAtARunLeavesATornLastLineAsItIs() throws IOException {
    create().close();
    Path journal = location().resolve("progress.ndjson");
    Files.writeString(journal, "{\"seq\":2,\"ts\":\"20", StandardOpenOption.APPEND);

    assertThat(store().inspect(location()).entries())
        .extracting(JournalEntry::event)
        .containsExactly(RunContract.RUN.started());
    assertThat(journal).content().endsWith("\"ts\":\"20");
  }

  @Test
  void ofAFactThatCouldNotBeWrittenNothingStays() throws IOException {
    try (RunFolder folder = create()) {
      Path live = location().resolve("live.json");
      Files.delete(live);
      Path inTheWay = Files.createDirectories(live.resolve("in-the-way"));
      assertThatThrownBy(() -> folder.journal().append(new RunEvent.Warning("lost")))
          .isInstanceOf(AttractorException.class)
          .hasMessageContaining("live.json");
      Files.delete(inTheWay);
      Files.delete(live);

      assertThat(folder.journal().append(new RunEvent.Warning("after")).seq()).isEqualTo(2);
    }
    assertThat(store().inspect(location()).entries())
        .extracting(JournalEntry::event)
        .last()
        .isEqualTo(new RunEvent.Warning("after"));
  }

  @Test
  void aDamagedLineInTheMiddleIsNeverSkipped() throws IOException {
    create().close();
    Path journal = location().resolve("progress.ndjson");
    Files.writeString(journal, "garbage\n{}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> store().open(location()))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("line 2 of the journal " + journal);
    RunSnapshot seen = store().inspect(location());
    assertThat(seen.entries())
        .as("what stands before is read")
        .extracting(JournalEntry::event)
        .containsExactly(RunContract.RUN.started());
    assertThat(seen.damage())
        .hasValueSatisfying(damage -> {
          assertThat(damage).hasMessageContaining("line 2 of the journal " + journal);
          assertThat(damage.hint()).contains("restore the line");
        });
    try (RunLock lock = RunLock.take(location())) {
      assertThat(lock).as("the lock was given back").isNotNull();
    }
  }

  @Test
  void aSecondDriverIsRefused() {
    try (RunFolder first = create()) {
      assertThat(store().inspect(location()).running()).isTrue();
      assertThatThrownBy(() -> store().open(first.location()))
          .isInstanceOf(AttractorException.class)
          .hasMessageContaining("another process");
    }
    assertThat(store().inspect(location()).running()).isFalse();
  }

  @Test
  void aDriverIsKnownByItsStartWhateverTheClockOnTheWallSays() throws IOException {
    create().close();
    Path pidFile = location().resolve("run.pid");
    DriverProcess self = DriverProcess.self();

    Files.writeString(pidFile, self.text());
    assertThat(store().driver(location())).contains(self);
    if (Files.exists(Path.of("/proc/self/stat"))) {
      assertThat(self.start()).as("ticks since the machine was started").containsOnlyDigits();
    }

    Files.writeString(pidFile, new DriverProcess(self.pid(), "1", self.host()).text());
    assertThat(store().driver(location())).as("a dead one, whose number was given away").isEmpty();
    store().open(location()).close();
  }

  @Test
  void aDriverOnAnotherMachineIsBelieved() throws IOException {
    create().close();
    Path pidFile = location().resolve("run.pid");
    Files.writeString(pidFile, new DriverProcess(1, "1", "another-machine").text());

    assertThatThrownBy(() -> store().open(location()))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("pid 1 on another-machine");
    Files.delete(pidFile);
    store().open(location()).close();
  }

  @Test
  void aRunIsNeverOverwritten() {
    create().close();

    assertThatThrownBy(this::create)
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("already");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "in the way");

    assertThatThrownBy(() -> AtomicFile.write(file.resolve("x/y.json"), "{}"))
        .isInstanceOf(AttractorException.class)
        .hasMessageStartingWith("cannot write")
        .hasMessageContaining("y.json: ")
        .hasMessageMatching(".*: (something else is there already|Not a directory)");
  }

  @Test
  void aFolderWithoutARunIsNamed() {
    assertThatThrownBy(() -> store().open(home.resolve("nothing")))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("no run");
  }

  @Test
  void secretsReachNoFile() throws IOException {
    try (RunFolder folder = create()) {
      JournalEntry entry = folder.journal().append(new RunEvent.Warning("key very-secret-value"));
      assertThat(entry.event())
          .as("the state learns what a reader of the journal would")
          .isEqualTo(new RunEvent.Warning("key [redacted]"));
      StageFolder stage = folder.stage(ATTEMPT, 0);
      stage.begin();
      stage.write("prompt.md", "use very-secret-value");
      try (StageFolder.LineLog log = stage.log("stdout.log")) {
        log.line("Authorization: Bearer abc.def");
      }
      stage.context(Map.of("argv", "very-secret-value"));
    }
    try (var files = Files.walk(home)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("very-secret-value")
            .doesNotContain("abc.def");
      }
    }
  }

  @Test
  void earlierAttemptsMoveIntoTheHistory() throws IOException {
    try (RunFolder folder = create()) {
      StageFolder first = folder.stage(ATTEMPT, 0);
      first.begin();
      first.write("response.md", "one");
      StageFolder again = folder.stage(ATTEMPT, 0);
      again.begin();
      again.write("response.md", "two");
      StageFolder second = folder.stage(ATTEMPT.next(), 0);
      second.begin();
      second.write("response.md", "three");
    }
    Path stage = location().resolve("stage");
    assertThat(stage.resolve("history/v1-a1/response.md")).hasContent("one");
    assertThat(stage.resolve("history/v1-a1-again2/response.md")).hasContent("two");
    assertThat(stage.resolve("response.md")).hasContent("three");
  }

  @Test
  void iterationsHaveFoldersOfTheirOwn() {
    try (RunFolder folder = create()) {
      assertThat(folder.stage(ATTEMPT, 2).path()).isEqualTo(location().resolve("restart-2/stage"));
    }
  }

  @Test
  void whatAgentsMakeIsNotTakenForFilesOfTheRun() throws IOException {
    Path record;
    try (RunFolder folder = create()) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      stage.begin();
      record = Files.writeString(stage.processRecord(), "");
    }
    for (String place : List.of("worktree", "parallel/fan/pass1/01-b/worktree", "agents/openai")) {
      Path questions = Files.createDirectories(location().resolve(place).resolve("questions"));
      Files.writeString(questions.resolve("faq.json"), "no question of ours");
      Files.writeString(questions.resolveSibling("process.txt"), "1");
    }

    assertThat(store().processRecords(location())).containsExactly(record);
    assertThat(store().questions(location())).isEmpty();
  }

  @Test
  void listsTheNewestRunFirst() throws IOException {
    create().close();
    Path older = location().resolveSibling("AAA");
    Files.createDirectories(older);
    Files.writeString(older.resolve("progress.ndjson"), "");
    Files.writeString(older.resolve("manifest.json"), "");
    Files.setLastModifiedTime(older.resolve("manifest.json"), FileTime.fromMillis(1));

    assertThat(store().list()).extracting(KnownRun::location).containsExactly(location(), older);
  }
}
