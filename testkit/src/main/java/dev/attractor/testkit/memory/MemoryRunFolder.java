package dev.attractor.testkit.memory;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.FinalReport;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run folder without a disk. What is in it outlives the driver; each driver opens it anew.
 *
 * @since 0.1
 */
public final class MemoryRunFolder implements RunFolder {
  private final MemoryRunFiles files;
  private final List<JournalEntry> entries;

  /** Makes a folder whose journal has the first fact. */
  public MemoryRunFolder(
      Manifest manifest, PipelineSource source, RunConfig config, RunEvent.RunStarted started) {
    this(
        new MemoryRunFiles(
            Path.of("/memory"),
            manifest,
            source,
            config,
            started,
            Optional.empty(),
            new MemoryTexts()));
  }

  private MemoryRunFolder(MemoryRunFiles files) {
    this.files = files;
    this.entries = files.entries();
  }

  /** Opens the folder as another driver does, with the facts that are in it by now. */
  public MemoryRunFolder open() {
    return new MemoryRunFolder(files);
  }

  /** Uses another seam from now on. */
  public void use(Seam other) {
    files.use(other);
  }

  @Override
  public Path location() {
    return files.location();
  }

  @Override
  public Optional<Path> catalog() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> description() {
    return Map.of("graph.dot", source().text().text(), "location.txt", location().toString());
  }

  @Override
  public Manifest manifest() {
    return files.manifest();
  }

  @Override
  public boolean isStranger() {
    return false;
  }

  @Override
  public void trust() {
    throw new IllegalStateException("no run here is a stranger");
  }

  @Override
  public Map<BranchName, String> toPutBack() {
    return Map.of();
  }

  @Override
  public void putBack() {
    throw new IllegalStateException("no folder here was made again");
  }

  @Override
  public void follow(Path repository) {
    throw new IllegalStateException("no repository here is moved");
  }

  @Override
  public PipelineSource source() {
    return files.source();
  }

  @Override
  public RunConfig config() {
    return files.config();
  }

  @Override
  public List<JournalEntry> entries() {
    return entries;
  }

  @Override
  public Journal journal() {
    return event -> {
      files.seam().pass();
      JournalEntry entry = files.append(event);
      files.seam().pass();
      return entry;
    };
  }

  /** Returns all facts so far. */
  public List<RunEvent> facts() {
    return files.entries().stream().map(JournalEntry::event).toList();
  }

  /** Returns the final reports that were written. */
  public List<FinalReport> reports() {
    return files.reports();
  }

  @Override
  public StageFolder stage(Attempt attempt, int iteration) {
    return new MemoryStageFolder(
        files, files.iteration(iteration).resolve(attempt.nodeId().value()), attempt, iteration);
  }

  @Override
  public StageFolder setup() {
    return new MemoryStageFolder(
        files, location().resolve("setup-commands"), Attempt.first(new NodeId("setup"), 1), 0);
  }

  @Override
  public RunFolder part(StageFolder stage, PipelineSource partSource, RunEvent.RunStarted started) {
    return inner(placeOfPart(stage), partSource, started, manifest().worktree(), Optional.empty());
  }

  private static Path placeOfPart(StageFolder stage) {
    return stage.path().resolve("run");
  }

  @Override
  public boolean hasPart(StageFolder stage, RunId runId) {
    return files
        .inner(placeOfPart(stage))
        .filter(part -> part.manifest().runId().equals(runId))
        .isPresent();
  }

  private static Path placeOfChild(StageFolder manager) {
    return manager.path().resolve("child");
  }

  @Override
  public Path childWorktree(StageFolder manager) {
    return placeOfChild(manager).resolve("worktree");
  }

  @Override
  public RunFolder child(
      StageFolder manager, PipelineSource childSource, RunEvent.RunStarted started) {
    return inner(
        placeOfChild(manager), childSource, started, childWorktree(manager), Optional.empty());
  }

  @Override
  public StageFolder steering(StageFolder manager, Attempt attempt, int cycle) {
    return new MemoryStageFolder(
        files,
        manager.path().resolve("steering"),
        new Attempt(attempt.nodeId(), attempt.visit(), cycle),
        0);
  }

  @Override
  public boolean isAsking() {
    RunEvent last = files.entries().getLast().event();
    return last instanceof RunEvent.InterviewStarted
        || inner().stream().anyMatch(MemoryRunFolder::isAsking);
  }

  @Override
  public List<Instruction> instructions() {
    return files.instructions();
  }

  @Override
  public void tell(Instruction instruction) {
    files.seam().pass();
    files.tell(instruction);
    files.seam().pass();
  }

  @Override
  public Path branchWorktree(Attempt fanOut, Branch branch) {
    return placeOfBranch(fanOut, branch).resolve("worktree");
  }

  private Path placeOfBranch(Attempt fanOut, Branch branch) {
    return files.placeOf(fanOut).resolve("%02d-%s".formatted(branch.number(), branch.id()));
  }

  @Override
  public RunFolder branch(Attempt fanOut, Branch branch, RunEvent.RunStarted started) {
    return inner(
        placeOfBranch(fanOut, branch),
        source(),
        started,
        branchWorktree(fanOut, branch),
        Optional.of(files));
  }

  @Override
  public boolean hasBranch(Attempt fanOut, Branch branch) {
    return files.inner(placeOfBranch(fanOut, branch)).isPresent();
  }

  private RunFolder inner(
      Path place,
      PipelineSource innerSource,
      RunEvent.RunStarted started,
      Path worktree,
      Optional<MemoryRunFiles> outer) {
    files.seam().pass();
    MemoryRunFiles found =
        files.innerOrMade(
            place,
            () ->
                new MemoryRunFiles(
                    place,
                    manifestOf(started, worktree),
                    innerSource,
                    config(),
                    started,
                    outer,
                    files.texts()));
    found.use(files.seam());
    files.seam().pass();
    return new MemoryRunFolder(found);
  }

  private Manifest manifestOf(RunEvent.RunStarted started, Path worktree) {
    return new Manifest(
        started.runId(),
        started.pipeline(),
        started.context().getOrDefault("graph.goal", ""),
        manifest().repository(),
        started.baseCommit(),
        started.runBranch(),
        worktree,
        manifest().startedAt(),
        manifest().version(),
        started.graphDigest());
  }

  /** Returns the folder of a run inside this one. */
  public MemoryRunFolder inner(RunId runId) {
    return inner().stream()
        .filter(folder -> folder.manifest().runId().equals(runId))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no run " + runId));
  }

  /** Returns the folders of all runs inside this one. */
  public Collection<MemoryRunFolder> inner() {
    return files.inner().stream().map(MemoryRunFolder::new).toList();
  }

  @Override
  public void keepSaid(Attempt fanOut, Branch branch, String text) {
    files.seam().pass();
    files.texts().write(placeOfBranch(fanOut, branch).resolve("said.md"), text);
  }

  @Override
  public String said(Attempt fanOut, Branch branch) {
    return files.texts().read(placeOfBranch(fanOut, branch).resolve("said.md"));
  }

  @Override
  public void saveResults(FanOut fanOut, FanOutPass pass) {
    files.seam().pass();
  }

  @Override
  public void saveCheckpoint(RunState state, long seq, Instant at) {
    files.seam().pass();
  }

  @Override
  public void saveFinal(FinalReport report) {
    files.seam().pass();
    files.report(report);
    files.seam().pass();
  }

  @Override
  public long room() {
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {}
}
