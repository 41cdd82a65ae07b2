package dev.attractor.fs.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.testkit.contract.RunContract;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of a run are the person's own, and no link that a stage has planted leads out of them.
 */
class OwnRunFolderTest {
  private static final Attempt ATTEMPT = Attempt.first(new NodeId("stage"), 1);

  @TempDir private Path home = Path.of("");

  private Path location() {
    return Stores.in(home).defaultLocation(new RunId("RUN"));
  }

  private RunFolder create() {
    return Stores.in(home).create(location(), RunContract.RUN, () -> {});
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void foldersAndFilesAreThePersonsOwn() throws IOException {
    try (RunFolder folder = create()) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      stage.begin();
      stage.write("response.md", "x");
      stage.log("stdout.log").close();
      stage.agentHome("claude");
      folder.journal().append(new RunEvent.Warning("x"));
    }
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.filter(path -> !path.equals(home)).toList()) {
        assertThat(rights(path))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aFolderOfSomebodyElseStaysAsItIs() throws IOException {
    Files.createDirectories(location());
    Files.writeString(location().resolve("notes.txt"), "");
    Files.setPosixFilePermissions(location(), PosixFilePermissions.fromString("rwxr-xr-x"));
    create().close();
    assertThat(rights(location())).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aLinkInThePlaceOfAFileIsReplacedAndNotFollowed() throws IOException {
    Path outside = Files.writeString(home.resolve("bashrc"), "mine");
    try (RunFolder folder = create()) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      stage.begin();
      for (String name : List.of("response.md", "context.json", "stdout.log", "attempt.txt")) {
        Files.deleteIfExists(stage.path().resolve(name));
        Files.createSymbolicLink(stage.path().resolve(name), outside);
      }
      stage.write("response.md", "theirs");
      stage.context(Map.of("a", "theirs"));
      try (StageFolder.LineLog log = stage.log("stdout.log")) {
        log.line("theirs");
      }
      folder.stage(ATTEMPT.next(), 0).begin();
      assertThat(stage.path().resolve("history/unknown/response.md")).hasContent("theirs");
    }
    assertThat(outside).hasContent("mine");
  }

  @Test
  void aLinkInThePlaceOfAFolderIsRefused() throws IOException {
    Path outside = Files.createDirectories(home.resolve("outside"));
    try (RunFolder folder = create()) {
      StageFolder stage = folder.stage(ATTEMPT, 0);
      stage.begin();
      Files.createSymbolicLink(stage.path().resolve("history"), outside);
      assertThatThrownBy(() -> folder.stage(ATTEMPT.next(), 0).begin())
          .isInstanceOf(AttractorException.class)
          .hasMessageContaining("history is a symbolic link");

      StageFolder other = folder.stage(Attempt.first(new NodeId("other"), 1), 0);
      Files.createSymbolicLink(other.path(), outside);
      for (var write :
          List.<Runnable>of(
              other::begin, () -> other.write("a", "b"), () -> other.log("stdout.log").close())) {
        assertThatThrownBy(write::run)
            .isInstanceOf(AttractorException.class)
            .hasMessageContaining("other is a symbolic link");
      }
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aJournalThatIsALinkIsNotWritten() throws IOException {
    create().close();
    Path journal = location().resolve("progress.ndjson");
    Path outside = Files.move(journal, home.resolve("outside"));
    Files.createSymbolicLink(journal, outside);

    assertThatThrownBy(() -> Stores.in(home).open(location()))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("is a symbolic link");
  }

  @Test
  void aNewFileIsNeverOneThatIsThere() throws IOException {
    Path dead = Files.createSymbolicLink(home.resolve("dead"), home.resolve("nothing"));

    assertThatThrownBy(() -> OwnFiles.create(dead)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(home.resolve("nothing")).doesNotExist();
  }
}
