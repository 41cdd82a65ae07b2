package dev.attractor.fs.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.KnownRun;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.workspace.RunRecord;
import dev.attractor.testkit.contract.RunContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is made again from what the repository keeps of it. */
class RestoredRunTest {
  @TempDir private Path home = Path.of("");

  private FsRunStore store() {
    return Stores.in(home);
  }

  /** What the repository keeps of a run, and of a branch of it in this folder. */
  private List<RunRecord> records(String branchFolder) throws IOException {
    Map<String, String> files = new HashMap<>();
    Path location = store().defaultLocation(new RunId("RUN"));
    try (RunFolder folder = store().create(location, RunContract.RUN, () -> {})) {
      files.putAll(folder.description());
      files.put("progress.ndjson", Files.readString(location.resolve("progress.ndjson")));
    }
    Map<String, String> branch = new HashMap<>(files);
    branch.put("location.txt", location.resolve(branchFolder).toString());
    store().remove(location);
    return List.of(
        new RunRecord(new RunId("RUN"), "head", files),
        new RunRecord(new RunId("RUN.b"), "head", branch));
  }

  @Test
  void aRunIsRestoredAsAWholeOrNotAtAll() throws IOException {
    List<RunRecord> records = records("parallel/b");
    Path elsewhere = home.resolve("elsewhere");

    assertThatThrownBy(() ->
            store()
                .restore(
                    elsewhere,
                    home,
                    records,
                    _ -> {
                      throw AttractorException.machine("git is broken", "");
                    }))
        .hasMessage("git is broken");
    assertThat(store().list()).isEmpty();

    // As if it was killed between the branch and the run itself.
    store().restore(elsewhere, home, records, _ -> {});
    Files.delete(elsewhere.resolve("progress.ndjson"));

    List<Manifest> manifests = new ArrayList<>();
    store().restore(elsewhere, home, records, manifests::addAll);
    assertThat(manifests)
        .extracting(Manifest::worktree)
        .containsExactly(elsewhere.resolve("worktree"), elsewhere.resolve("parallel/b/worktree"));
    assertThat(elsewhere.resolve("parallel/b/progress.ndjson")).exists();
    assertThat(store().list()).extracting(KnownRun::name).containsExactly("RUN");
    assertThatThrownBy(() -> store().restore(elsewhere, home, records, _ -> {}))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("there is a run");
  }

  /** The same id says nothing, the folder even less. */
  @Test
  void aRunIsKnownByWhenAndFromWhereItBegan() throws IOException {
    RunRecord record = records("parallel/b").getFirst();
    Path elsewhere = home.resolve("elsewhere");
    store().restore(elsewhere, home, List.of(record), _ -> {});
    Map<String, String> later = new HashMap<>(record.files());
    later.compute(
        "manifest.json",
        (_, text) -> text.replaceFirst("(\"started_at\" *: *\")[0-9]{4}", "$12001"));

    assertThat(store().isOf(elsewhere, record)).isTrue();
    assertThat(store().isOf(elsewhere, new RunRecord(new RunId("RUN"), "head", later))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"location.txt, /outside", "manifest.json, {", "manifest.json, {}"})
  void ofDamagedRecordsNothingIsRestored(String file, String damaged) throws IOException {
    List<RunRecord> records = records("parallel/b");
    Map<String, String> files = new HashMap<>(records.getLast().files());
    files.put(file, damaged);
    List<RunRecord> damagedRecords =
        List.of(records.getFirst(), new RunRecord(new RunId("RUN.b"), "head", files));
    Path elsewhere = home.resolve("elsewhere");

    assertThatThrownBy(() -> store().restore(elsewhere, home, damagedRecords, _ -> {}))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("the record of RUN.b is damaged");
    assertThat(elsewhere).doesNotExist();
    assertThat(store().list()).isEmpty();
  }
}
