package dev.attractor.fs.runfolder;

import dev.attractor.fs.file.AtomicFile;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which git branches a run had when its record was written: one line each, commit and name. */
final class PutBack {
  private PutBack() {}

  /**
   * Notes the branches.
   *
   * @param runs the run itself first: a part works on its branch, and where that is the run knows
   */
  static void write(Path file, List<RestoredRun> runs) {
    Map<String, String> branches = new LinkedHashMap<>();
    runs.forEach(run -> branches.putIfAbsent(run.manifest().runBranch(), run.record().head()));
    AtomicFile.write(
        file,
        branches.entrySet().stream()
            .map(branch -> "%s %s%n".formatted(branch.getValue(), branch.getKey()))
            .collect(Collectors.joining()));
  }

  /** Returns commits by branch; nothing when there is no such file. */
  static Map<String, String> read(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Map.of();
    }
    try {
      Map<String, String> branches = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file)) {
        int blank = line.indexOf(' ');
        if (blank < 0) {
          throw new IOException("'%s' names no commit and branch".formatted(line));
        }
        branches.put(line.substring(blank + 1), line.substring(0, blank));
      }
      return branches;
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read %s: %s".formatted(file, AtomicFile.describe(e)),
          "remove the run folder, and resume the run with --run-branch once more",
          e);
    }
  }
}
