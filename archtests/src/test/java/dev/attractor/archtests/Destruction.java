package dev.attractor.archtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may take something away that a person could miss (docs/security.md, "What is changed, and
 * where"). A class that is not listed asks one that is.
 */
final class Destruction {
  static final String REMEDY =
      "ask a class that is listed in Destruction, or list this one with what it takes";

  /** Those that delete, move or cut off files, each with what. */
  private static final Map<String, String> FILES =
      Map.ofEntries(
          Map.entry("fs.file.AtomicFile", "its temporary files; what it replaces"),
          Map.entry("fs.file.OwnFiles", "what is made anew"),
          Map.entry("fs.journal.NdjsonJournal", "a torn last line"),
          Map.entry("fs.process.FileProbeMemory", "what it replaces"),
          Map.entry("fs.process.TemporaryFolder", "the temporary folder that it has made"),
          Map.entry("fs.status.FileStatusWatch", "a status file that was read"),
          Map.entry("fs.runfolder.RunIndex", "links to run folders; the report of a refused run"),
          Map.entry("fs.runfolder.RunLock", "its own run.pid"),
          Map.entry("fs.runfolder.FolderRemoval", "a run folder, for attractor clean"),
          Map.entry("fs.runfolder.FsStageFolder", "files of an attempt, into its history"),
          Map.entry("fs.runfolder.QuestionFiles", "questions and answers that are over"),
          Map.entry("fs.runfolder.FsRunFolder", "the mark of a stranger, after a yes"),
          Map.entry("fs.runfolder.FsDetachedStart", "the folder of a start that came to nothing"),
          Map.entry("git.workspace.Refs", "locks of a run's refs that a killed driver has left"),
          Map.entry("git.workspace.Locks", "a lock whose holder is dead"),
          Map.entry("git.workspace.JGitRepository", "the lock of a run's branch"),
          Map.entry("git.workspace.TreeRemoval", "a work tree of a run"),
          Map.entry("git.workspace.Uncommitted", "the copy of an index that it has made to look"),
          Map.entry("git.workspace.Worktree", "git's own files of a run's work tree"),
          Map.entry(
              "git.workspace.WaitsAtPipe", "a named pipe in the place of a file of git's own"),
          Map.entry("http.catalog.ServedBefore", "what it replaces"),
          Map.entry("process.supervision.ProcessRecord", "the record of a process that has ended"),
          Map.entry("cli.terminal.OutputFile", "the file that a person has named with -o"),
          Map.entry("cli.pipelines.NewFile", "an empty file that it has made to try a name"),
          Map.entry("cli.pipelines.FmtCommand", "the pipeline that a person has formatted"));

  /** Those that end processes. */
  private static final Map<String, String> PROCESSES =
      Map.of(
          "fs.runfolder.DriverProcess", "a driver, for attractor stop",
          "git.workspace.GitProgram", "a git that it has started",
          "process.supervision.ProcessGroup", "what a stage has started",
          "process.supervision.Orphans", "nobody: it asks for orphans and buries dead ones",
          "cli.Signals", "what this program has started, at the second Ctrl-C",
          "cli.screen.TerminalDevice", "nobody: it asks whether there is a terminal");

  /** Those that make, move or delete refs. */
  private static final Map<String, String> REFS =
      Map.of("git.workspace.Refs", "refs of runs, itself and never what a ref stands for");

  private static final Set<String> CHANGE_FILES =
      Set.of(
          "java.nio.file.Files.delete",
          "java.nio.file.Files.deleteIfExists",
          "java.nio.file.Files.move",
          "java.io.File.delete",
          "java.io.File.deleteOnExit",
          "java.io.File.renameTo",
          "java.io.RandomAccessFile.setLength",
          "java.nio.channels.FileChannel.truncate",
          "java.nio.channels.SeekableByteChannel.truncate");

  private static final Set<String> END_PROCESSES =
      Set.of(
          "java.lang.Process.destroy",
          "java.lang.Process.destroyForcibly",
          "java.lang.ProcessHandle.destroy",
          "java.lang.ProcessHandle.destroyForcibly",
          "java.lang.foreign.Linker.nativeLinker");

  private static final Set<String> CHANGE_REFS =
      Set.of(
          "org.eclipse.jgit.lib.Repository.updateRef",
          "org.eclipse.jgit.lib.Repository.renameRef",
          "org.eclipse.jgit.lib.RefDatabase.newUpdate",
          "org.eclipse.jgit.lib.RefDatabase.newRename",
          "org.eclipse.jgit.lib.RefDatabase.newBatchUpdate",
          "org.eclipse.jgit.lib.RefUpdate.update",
          "org.eclipse.jgit.lib.RefUpdate.forceUpdate",
          "org.eclipse.jgit.lib.RefUpdate.delete",
          "org.eclipse.jgit.lib.RefUpdate.link");

  private Destruction() {}

  /** Returns the rules by name, about the classes below a package. */
  static Map<String, ArchRule> rules(String root) {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("files_are_taken_away_only_by_those_listed", rule(root, FILES, CHANGE_FILES));
    rules.put("processes_are_ended_only_by_those_listed", rule(root, PROCESSES, END_PROCESSES));
    rules.put("refs_are_changed_only_by_those_listed", rule(root, REFS, CHANGE_REFS));
    return rules;
  }

  private static ArchRule rule(String root, Map<String, String> allowed, Set<String> calls) {
    return noClasses().that(areOfTheProgramAndNot(root, allowed.keySet())).should(call(calls));
  }

  private static DescribedPredicate<JavaClass> areOfTheProgramAndNot(
      String root, Set<String> allowed) {
    return DescribedPredicate.describe(
        "are not listed",
        type ->
            type.getPackageName().startsWith(root + ".")
                && !type.getPackageName().startsWith(root + ".testkit")
                && !type.getPackageName().startsWith(root + ".benchmarks")
                && !allowed.contains(outermost(type).substring(root.length() + 1)));
  }

  private static String outermost(JavaClass type) {
    int inner = type.getName().indexOf('$');
    return inner < 0 ? type.getName() : type.getName().substring(0, inner);
  }

  private static ArchCondition<JavaClass> call(Set<String> calls) {
    return new ArchCondition<>("take something away") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream.concat(
                type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
            .filter(one -> calls.contains(one.getTargetOwner().getName() + "." + one.getName()))
            .forEach(one ->
                // satisfied, since the rule says that no class should
                events.add(SimpleConditionEvent.satisfied(one, one.getDescription())));
      }
    };
  }
}
