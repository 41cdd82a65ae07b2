package dev.attractor.fs.runfolder;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The names of the files at the top of a run folder (SEMANTICS §10). */
record RunFolderFiles(Path root) {
  private static final String RESTART = "restart-";

  /** How far the folder of a branch is below that of its run: {@code parallel/fan/pass1/01-a}. */
  private static final int DEEPEST_BRANCH = 4;

  /** The same of what a stage has run: {@code restart-1/stage/history/v1-a1/run}. */
  private static final int DEEPEST_STAGE = 5;

  /** In the record of a run: where its folder was. */
  static final String LOCATION = "location.txt";

  /** Where agents and their programs make what they like, perhaps files of the same names. */
  private static final Set<String> NOT_OURS = Set.of(RunLayout.WORKTREE, RunLayout.AGENTS);

  /**
   * Finds files of the run and of those inside it while a driver may be at work on them.
   *
   * @return the files in the order of their names
   */
  List<Path> find(Predicate<Path> wanted) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(String.valueOf(folder.getFileName()))
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (wanted.test(file)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
              if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE; // it has just been removed
              }
              throw e;
            }
          });
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot look into %s: %s".formatted(root, e.getMessage()), "", e);
    }
    return found.stream().sorted().toList();
  }

  /** What says what runs here. */
  List<Path> described() {
    return List.of(manifest(), graph(), graphFiles(), config());
  }

  Path manifest() {
    return root.resolve(RunLayout.MANIFEST);
  }

  /** Says that the run did not begin here, and nobody has agreed to it yet. */
  Path stranger() {
    return root.resolve("stranger.txt");
  }

  /** Says that the folder was made again, and which git branches may still have to be. */
  Path toPutBack() {
    return root.resolve("to_put_back.txt");
  }

  Path graph() {
    return root.resolve(RunLayout.GRAPH);
  }

  /** The files that the graph refers to, as they were when the run began. */
  Path graphFiles() {
    return root.resolve(RunLayout.GRAPH_FILES);
  }

  Path config() {
    return root.resolve(RunLayout.CONFIG);
  }

  Path journal() {
    return root.resolve(RunLayout.JOURNAL);
  }

  /** What the agents of the run are told while it goes on. */
  Path steering() {
    return root.resolve(RunLayout.STEERING + ".ndjson");
  }

  Path checkpoint() {
    return root.resolve(RunLayout.CHECKPOINT);
  }

  Path finalReport() {
    return root.resolve(RunLayout.FINAL);
  }

  /** What the branches of one visit of a fan-out share. */
  Path fanOutPass(Attempt fanOut) {
    return root.resolve(RunLayout.PARALLEL)
        .resolve(fanOut.nodeId().value())
        .resolve("pass" + fanOut.visit());
  }

  Path results(Attempt fanOut) {
    return fanOutPass(fanOut).resolve("results.json");
  }

  /** Of a branch: all that it has said. */
  Path said() {
    return root.resolve("said.md");
  }

  RunFolderFiles branch(Attempt fanOut, Branch branch) {
    return new RunFolderFiles(
        fanOutPass(fanOut).resolve("%02d-%s".formatted(branch.number(), branch.id())));
  }

  /** Returns the run of which this one is a branch. */
  private Optional<RunFolderFiles> parent() {
    return Optional.ofNullable(root.getParent())
        .map(Path::getParent)
        .map(Path::getParent)
        .filter(folder -> String.valueOf(folder.getFileName()).equals(RunLayout.PARALLEL))
        .map(Path::getParent)
        .map(RunFolderFiles::new);
  }

  /**
   * Returns where a stage may have left its files, the latest place first.
   *
   * @param iteration the folder of the iteration that is at work
   */
  Stream<Path> stageFolders(NodeId nodeId, Path iteration) {
    List<Path> places = new ArrayList<>(List.of(iteration));
    String name = String.valueOf(iteration.getFileName());
    if (name.startsWith(RESTART) && root.equals(iteration.getParent())) {
      for (int k = Integer.parseInt(name.substring(RESTART.length())) - 1; k > 0; k--) {
        places.add(root.resolve(RESTART + k));
      }
      places.add(root);
    }
    return Stream.concat(
        places.stream().map(place -> place.resolve(nodeId.value())),
        parent().stream().flatMap(parent -> parent.stageFolders(nodeId, parent.latestIteration())));
  }

  /** Returns the folder of the stages of an iteration; that of the first is 0. */
  Path iteration(int number) {
    return number == 0 ? root : root.resolve(RESTART + number);
  }

  /** Returns where an attempt has its files, or had them before others began in the same place. */
  Path stageFolder(Attempt attempt, int iteration) {
    Path folder = iteration(iteration).resolve(attempt.nodeId().value());
    Path before = FsStageFolder.historyOf(folder, attempt);
    return Files.isDirectory(before, LinkOption.NOFOLLOW_LINKS) ? before : folder;
  }

  private Path latestIteration() {
    Path latest = root;
    for (int k = 1; Files.isDirectory(root.resolve(RESTART + k)); k++) {
      latest = root.resolve(RESTART + k);
    }
    return latest;
  }

  /** The work tree of a branch; a run of its own may have its elsewhere. */
  Path worktree() {
    return root.resolve(RunLayout.WORKTREE);
  }

  /** Returns the folders of all branches that have begun, of the first fan-outs first. */
  List<RunFolderFiles> branches() {
    Path parallel = root.resolve(RunLayout.PARALLEL);
    if (!Files.isDirectory(parallel)) {
      return List.of();
    }
    try (Stream<Path> found = Files.find(parallel, 3, (path, _) -> isBranch(path))) {
      return found.sorted().map(RunFolderFiles::new).toList();
    } catch (IOException | UncheckedIOException e) {
      throw AttractorException.machine(
          "cannot list %s: %s".formatted(parallel, e.getMessage()), "", e);
    }
  }

  /** Returns the folders of what stages that are pipelines have run, not of those inside these. */
  List<RunFolderFiles> parts() {
    Path parallel = root.resolve(RunLayout.PARALLEL);
    List<Path> runs =
        find(file -> file.endsWith(RunLayout.JOURNAL)).stream()
            .map(journal -> journal.resolveSibling(""))
            .filter(run -> !run.equals(root) && !run.startsWith(parallel))
            .toList();
    return runs.stream()
        .filter(
            run -> runs.stream().noneMatch(outer -> !outer.equals(run) && run.startsWith(outer)))
        .map(RunFolderFiles::new)
        .toList();
  }

  private static boolean isBranch(Path path) {
    return Files.exists(new RunFolderFiles(path).journal());
  }

  /** Returns the folder of the outermost run that this one is inside of; itself if of none. */
  RunFolderFiles outermost() {
    Path absolute = root.toAbsolutePath();
    Path name = absolute.getFileName();
    int levels = 0;
    if (name != null && (name.endsWith(RunLayout.CHILD) || name.endsWith(RunLayout.PART))) {
      levels = DEEPEST_STAGE;
    } else if (isBelowFanOut(absolute)) {
      levels = DEEPEST_BRANCH;
    }
    Path around = absolute.getParent();
    for (int up = 0; up < levels && around != null; up++, around = around.getParent()) {
      if (Files.exists(new RunFolderFiles(around).journal())) {
        return new RunFolderFiles(around).outermost();
      }
    }
    return this;
  }

  private static boolean isBelowFanOut(Path folder) {
    Path parallel = folder.getParent();
    for (int up = 0; up < 2 && parallel != null; up++) {
      parallel = parallel.getParent();
    }
    return parallel != null && parallel.endsWith(RunLayout.PARALLEL);
  }

  /** What the program of an agent keeps between stages. */
  Path agentHome(String provider) {
    return root.resolve(RunLayout.AGENTS).resolve(provider);
  }

  /** The models and prices that the run, and all inside it, began with. */
  Path catalog() {
    return outermost().root().resolve(RunLayout.MODELDB).resolve("litellm_catalog.json");
  }

  Optional<Path> keptCatalog() {
    return Optional.of(catalog()).filter(Files::exists);
  }

  Path preflight() {
    return root.resolve(RunLayout.PREFLIGHT);
  }

  /** Returns when a file was changed last, long ago when it has gone. */
  static FileTime lastChanged(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // it has just been removed
    }
  }
}
