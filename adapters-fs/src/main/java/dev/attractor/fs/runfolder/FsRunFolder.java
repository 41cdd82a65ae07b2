package dev.attractor.fs.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.BranchNames;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.domain.secret.RedactedFacts;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.fs.journal.BranchJson;
import dev.attractor.fs.journal.NdjsonJournal;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.FinalReport;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The run folder of a driver: it holds the lock. */
final class FsRunFolder implements RunFolder {
  private final RunFolderFiles files;
  private Manifest manifest;
  private final PipelineSource source;
  private final RunConfig config;
  private final List<JournalEntry> entries;
  private final NdjsonJournal journal;
  private final Redactor redactor;
  private final Optional<RunLock> lock;

  FsRunFolder(
      RunFolderFiles files,
      Manifest manifest,
      PipelineSource source,
      RunConfig config,
      List<JournalEntry> entries,
      NdjsonJournal journal,
      Redactor redactor,
      Optional<RunLock> lock) {
    this.files = files;
    this.manifest = manifest;
    this.source = source;
    this.config = config;
    this.entries = List.copyOf(entries);
    this.journal = journal;
    this.redactor = redactor;
    this.lock = lock;
  }

  @Override
  public Path location() {
    return files.root();
  }

  @Override
  public Optional<Path> catalog() {
    return files.keptCatalog();
  }

  @Override
  public Map<String, String> description() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path file : files.described()) {
      try {
        if (Files.exists(file)) {
          texts.put(file.getFileName().toString(), FromOutside.text(file));
        }
      } catch (IOException e) {
        throw AttractorException.machine(
            "cannot read %s: %s".formatted(file, e.getMessage()), "", e);
      }
    }
    texts.put(RunFolderFiles.LOCATION, files.root().toAbsolutePath().toString());
    return texts;
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public boolean isStranger() {
    return Files.exists(files.stranger(), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void trust() {
    try {
      Files.deleteIfExists(files.stranger());
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(files.stranger(), e);
    }
  }

  @Override
  public Map<BranchName, String> toPutBack() {
    return PutBack.read(files.toPutBack(), BranchNames.of(manifest.runBranch(), manifest.runId()));
  }

  @Override
  public void putBack() {
    try {
      Files.deleteIfExists(files.toPutBack());
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(files.toPutBack(), e);
    }
  }

  @Override
  public void follow(Path repository) {
    manifest = manifest.movedTo(repository, files.worktree());
    AtomicFile.write(
        files.manifest(),
        Json.FILE.writeValueAsString(ManifestJson.write(manifest, files.root(), redactor)) + "\n");
  }

  @Override
  public PipelineSource source() {
    return source;
  }

  @Override
  public RunConfig config() {
    return config;
  }

  @Override
  public List<JournalEntry> entries() {
    return entries;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public StageFolder stage(Attempt attempt, int iteration) {
    Path base = files.iteration(iteration);
    return new FsStageFolder(
        files, manifest.runId(), base.resolve(attempt.nodeId().value()), attempt, redactor);
  }

  @Override
  public StageFolder setup() {
    return new FsStageFolder(
        files,
        manifest.runId(),
        files.root().resolve("setup-commands"),
        Attempt.first(new NodeId("setup"), 1),
        redactor);
  }

  @Override
  public void saveCheckpoint(RunState state, long seq, Instant at) {
    AtomicFile.writeView(
        files.checkpoint(),
        Json.FILE.writeValueAsString(CheckpointJson.write(state, seq, at))
            + "\n"); // of clean facts
  }

  @Override
  public void saveFinal(FinalReport report) {
    String text =
        Json.FILE.writeValueAsString(FinalJson.write(report, new RedactedFacts(redactor))) + "\n";
    if (lock.isPresent()) {
      AtomicFile.write(files.finalReport(), text);
    } else { // how a run inside another one ended, the outer journal tells
      AtomicFile.writeView(files.finalReport(), text);
    }
  }

  @Override
  public boolean hasPart(StageFolder stage, RunId runId) {
    RunFolderFiles part = partFiles(stage);
    return Files.exists(part.journal())
        && NdjsonJournal.read(part.journal()).stream()
            .findFirst()
            .filter(first ->
                first.event() instanceof RunEvent.RunStarted started
                    && started.runId().equals(runId))
            .isPresent();
  }

  private static RunFolderFiles partFiles(StageFolder stage) {
    return new RunFolderFiles(stage.path().resolve(RunLayout.PART));
  }

  @Override
  public RunFolder part(StageFolder stage, PipelineSource partSource, RunEvent.RunStarted started) {
    return inner(partFiles(stage), partSource, started, manifest.worktree());
  }

  private static RunFolderFiles childFiles(StageFolder manager) {
    return new RunFolderFiles(manager.path().resolve(RunLayout.CHILD));
  }

  @Override
  public Path childWorktree(StageFolder manager) {
    return OwnFiles.within(files.root(), childFiles(manager).worktree());
  }

  @Override
  public RunFolder child(
      StageFolder manager, PipelineSource childSource, RunEvent.RunStarted started) {
    return inner(childFiles(manager), childSource, started, childWorktree(manager));
  }

  @Override
  public StageFolder steering(StageFolder manager, Attempt attempt, int cycle) {
    return new FsStageFolder(
        files,
        manifest.runId(),
        manager.path().resolve(RunLayout.STEERING),
        new Attempt(attempt.nodeId(), attempt.visit(), cycle),
        redactor);
  }

  @Override
  public boolean isAsking() {
    return !QuestionFiles.open(files).isEmpty();
  }

  @Override
  public List<Instruction> instructions() {
    return new SteeringFile(files.steering()).instructions();
  }

  @Override
  public void tell(Instruction instruction) {
    new SteeringFile(files.steering()).tell(instruction);
  }

  @Override
  public Path branchWorktree(Attempt fanOut, Branch branch) {
    return OwnFiles.within(files.root(), files.branch(fanOut, branch).worktree());
  }

  @Override
  public RunFolder branch(Attempt fanOut, Branch branch, RunEvent.RunStarted started) {
    return inner(files.branch(fanOut, branch), source, started, branchWorktree(fanOut, branch));
  }

  @Override
  public boolean hasBranch(Attempt fanOut, Branch branch) {
    Path found = files.branch(fanOut, branch).journal();
    return Files.exists(found) && !NdjsonJournal.read(found).isEmpty();
  }

  @Override
  public void keepSaid(Attempt fanOut, Branch branch, String text) {
    AtomicFile.write(files.branch(fanOut, branch).said(), text); // of files without secrets
  }

  @Override
  public String said(Attempt fanOut, Branch branch) {
    Path said = files.branch(fanOut, branch).said();
    try {
      return Files.isRegularFile(said, LinkOption.NOFOLLOW_LINKS) ? FromOutside.text(said) : "";
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read %s: %s".formatted(said, AtomicFile.describe(e)), "", e);
    }
  }

  @Override
  public void saveResults(FanOut fanOut, FanOutPass pass) {
    Attempt visit = Attempt.first(fanOut.nodeId(), pass.pass());
    AtomicFile.write(
        files.results(visit),
        Json.FILE.writeValueAsString(BranchJson.write(fanOut, pass)) + "\n"); // of clean facts
  }

  /** Opens the folder of a run inside this one; the first fact is written last. */
  private FsRunFolder inner(
      RunFolderFiles place,
      PipelineSource innerSource,
      RunEvent.RunStarted started,
      Path worktree) {
    OwnFiles.within(files.root(), place.root());
    if (Files.exists(place.journal())) {
      List<JournalEntry> found = NdjsonJournal.read(place.journal());
      NdjsonJournal.cutTornTail(place.journal());
      if (!found.isEmpty()) { // else killed while it wrote the first line: nothing has happened
        return opened(place, innerSource, started, worktree, found);
      }
    }
    AtomicFile.writeView(place.graph(), innerSource.text().text());
    AtomicFile.writeView(
        place.graphFiles(), Json.FILE.writeValueAsString(SourceJson.write(innerSource)) + "\n");
    NdjsonJournal fresh = journal.beside(place.journal(), started.runId(), 0);
    JournalEntry first = fresh.append(started);
    fresh.close();
    return opened(place, innerSource, started, worktree, List.of(first));
  }

  private FsRunFolder opened(
      RunFolderFiles place,
      PipelineSource innerSource,
      RunEvent.RunStarted started,
      Path worktree,
      List<JournalEntry> found) {
    Manifest ofInner =
        new Manifest(
            started.runId(),
            started.pipeline(),
            started.context().getOrDefault("graph.goal", ""),
            manifest.repository(),
            started.baseCommit(),
            started.runBranch(),
            worktree,
            found.getFirst().at(),
            manifest.version(),
            started.graphDigest());
    AtomicFile.writeView(
        place.manifest(),
        Json.FILE.writeValueAsString(ManifestJson.write(ofInner, place.root(), redactor)) + "\n");
    return new FsRunFolder(
        place,
        ofInner,
        innerSource,
        config,
        found,
        journal.beside(place.journal(), started.runId(), found.getLast().seq()),
        redactor,
        Optional.empty());
  }

  @Override
  public long room() {
    return files.root().toFile().getUsableSpace();
  }

  @Override
  public void close() {
    journal.close();
    lock.ifPresent(RunLock::close);
  }
}
