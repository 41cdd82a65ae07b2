package dev.attractor.fs.runfolder;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.ports.AttractorException;
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
    Map<BranchName, String> branches = new LinkedHashMap<>();
    runs.forEach(run -> branches.putIfAbsent(run.manifest().runBranch(), run.record().head()));
    AtomicFile.write(
        file,
        branches.entrySet().stream()
            .map(branch -> "%s %s%n".formatted(branch.getValue(), branch.getKey()))
            .collect(Collectors.joining()));
  }

  /**
   * Returns commits by branch; nothing when there is no such file.
   *
   * @param run whose branches they are: a stage may have written there, too
   */
  static Map<BranchName, String> read(Path file, BranchNames run) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Map.of();
    }
    return FromOutside.read(
        () -> branches(FromOutside.text(file), run),
        (why, e) ->
            AttractorException.machine(
                "cannot read %s: %s".formatted(file, why),
                "remove the run folder, and resume the run with --run-branch once more",
                e));
  }

  private static Map<BranchName, String> branches(String text, BranchNames run) {
    Map<BranchName, String> branches = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int blank = line.indexOf(' ');
      if (blank < 0) {
        throw new IllegalArgumentException("'%s' names no commit and branch".formatted(line));
      }
      String name = line.substring(blank + 1);
      BranchName branch =
          BranchName.of(name)
              .filter(run::has)
              .orElseThrow(() ->
                  new IllegalArgumentException("'%s' is no branch of the run".formatted(name)));
      branches.put(branch, ManifestJson.objectName(line.substring(0, blank)));
    }
    return branches;
  }
}
