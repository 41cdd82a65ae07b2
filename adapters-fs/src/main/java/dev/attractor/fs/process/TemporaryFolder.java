package dev.attractor.fs.process;

import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.ports.process.ScratchFolders.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder among the temporary files of the machine. */
public record TemporaryFolder(Path path) implements Scratch {
  /** Makes an empty folder. */
  public static TemporaryFolder make() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("attractor").toRealPath());
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  @Override
  public Optional<String> read(String name) {
    try {
      return Optional.of(FromOutside.text(path.resolve(name)));
    } catch (IOException _) {
      return Optional.empty(); // not there, or none
    }
  }

  @Override
  public void close() {
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(path, e);
    }
  }
}
