package dev.attractor.fs.runfolder;

import dev.attractor.domain.run.RunId;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.KnownRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The runs that this machine knows of: their folders at the default place, and links to those
 * elsewhere.
 */
record RunIndex(Path runs) {
  /** Returns where the folder of a run lies by default. */
  Path location(RunId runId) {
    return runs.resolve(runId.text());
  }

  /** A run elsewhere is known here by a link of its id. */
  void remember(Path location, RunId runId) {
    Path link = location(runId);
    try {
      dropDeadLink(link);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        OwnFiles.folder(runs);
        Files.createSymbolicLink(link, location.toAbsolutePath());
      }
    } catch (IOException | UnsupportedOperationException e) {
      System.getLogger(RunIndex.class.getName())
          .log(System.Logger.Level.DEBUG, "the run is not listed: " + location, e);
    }
  }

  /**
   * Notes that a run began here, so that it is no stranger when its folder is made again.
   *
   * @param name as {@link Begun} has it
   */
  void began(String name) {
    AtomicFile.write(mark(name), "");
  }

  /** Returns whether a run began here. */
  boolean hasBegun(String name) {
    return Files.exists(mark(name));
  }

  private Path mark(String name) {
    return runs.resolveSibling("begun").resolve(name);
  }

  /** Of a run whose folder was removed by hand the link is left. */
  static void dropDeadLink(Path link) throws IOException {
    if (Files.isSymbolicLink(link) && !Files.exists(link)) {
      Files.delete(link);
    }
  }

  void forget(Path location) throws IOException {
    try (Stream<Path> links = Files.isDirectory(runs) ? Files.list(runs) : Stream.of()) {
      for (Path link : links.filter(Files::isSymbolicLink).toList()) {
        if (Files.readSymbolicLink(link).equals(location.toAbsolutePath())) {
          Files.delete(link);
        }
      }
    }
  }

  /** Returns the newest run first. */
  List<KnownRun> list() {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> listing = Files.list(runs)) {
      return listing
          .filter(folder -> Files.exists(new RunFolderFiles(folder).journal()))
          .map(folder -> Map.entry(begun(folder), folder)) // asked once of each
          .sorted(Map.Entry.<FileTime, Path>comparingByKey().reversed())
          .map(Map.Entry::getValue)
          .map(folder -> new KnownRun(folder.getFileName().toString(), target(folder)))
          .toList();
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot list %s: %s".formatted(runs, AtomicFile.describe(e)), "", e);
    }
  }

  /** Returns the folders in which a run was refused, or only looked at, before an instant. */
  List<Path> refused(Instant before) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> listing = Files.list(runs)) {
      return listing
          .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
          .filter(RunIndex::holdsOnlyAReport)
          .filter(folder -> RunFolderFiles.lastChanged(folder).toInstant().isBefore(before))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot list %s: %s".formatted(runs, AtomicFile.describe(e)), "", e);
    }
  }

  private static boolean holdsOnlyAReport(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content.toList().equals(List.of(new RunFolderFiles(folder).preflight()));
    } catch (IOException _) {
      return false; // it was removed meanwhile, or is not ours to look into
    }
  }

  void removeRefused(Path folder) {
    try {
      if (holdsOnlyAReport(folder)) {
        Files.delete(new RunFolderFiles(folder).preflight());
        Files.delete(folder); // refused when anything has come into it
      }
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot remove %s: %s".formatted(folder, AtomicFile.describe(e)), "", e);
    }
  }

  /** The manifest is written when a run begins, and never again. */
  private static FileTime begun(Path folder) {
    return RunFolderFiles.lastChanged(new RunFolderFiles(folder).manifest());
  }

  private static Path target(Path folder) {
    try {
      return Files.isSymbolicLink(folder) ? Files.readSymbolicLink(folder) : folder;
    } catch (IOException e) {
      return folder; // it has just been removed
    }
  }

  /** Returns how many bytes are free there. */
  long room() {
    Path there = runs.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent(); // it is made with the first run
    }
    return there.toFile().getUsableSpace();
  }
}
