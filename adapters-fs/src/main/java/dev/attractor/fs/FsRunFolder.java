package dev.attractor.fs;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.FinalReport;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The run folder of a driver: it holds the lock. */
final class FsRunFolder implements RunFolder {
  private final RunFolderFiles files;
  private final Manifest manifest;
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
  public Manifest manifest() {
    return manifest;
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
    Path base = iteration == 0 ? files.root() : files.root().resolve("restart-" + iteration);
    return new FsStageFolder(base.resolve(attempt.nodeId()), attempt, redactor);
  }

  @Override
  public void saveCheckpoint(RunState state, long seq, Instant at) {
    WholeFile.writeView(
        files.checkpoint(),
        redactor.redact(Json.FILE.writeValueAsString(ManifestJson.write(state, seq, at))) + "\n");
  }

  @Override
  public void saveFinal(FinalReport report) {
    WholeFile.write(
        files.finalReport(),
        redactor.redact(Json.FILE.writeValueAsString(ManifestJson.write(report))) + "\n");
  }

  @Override
  public boolean hasPart(StageFolder stage, String runId) {
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
    return new RunFolderFiles(stage.path().resolve("run"));
  }

  @Override
  public RunFolder part(StageFolder stage, PipelineSource partSource, RunEvent.RunStarted started) {
    RunFolderFiles part = partFiles(stage);
    if (!Files.exists(part.journal())) {
      WholeFile.write(part.graph(), partSource.text().text());
      NdjsonJournal fresh = journal.beside(part.journal(), started.runId(), 0);
      JournalEntry first = fresh.append(started);
      return part(part, partSource, started, List.of(first), fresh);
    }
    NdjsonJournal.cutTornTail(part.journal());
    List<JournalEntry> found = NdjsonJournal.read(part.journal());
    if (found.isEmpty()) { // killed while it wrote the first line: nothing has happened there
      NdjsonJournal fresh = journal.beside(part.journal(), started.runId(), 0);
      return part(part, partSource, started, List.of(fresh.append(started)), fresh);
    }
    return part(
        part,
        partSource,
        started,
        found,
        journal.beside(part.journal(), started.runId(), found.getLast().seq()));
  }

  private FsRunFolder part(
      RunFolderFiles part,
      PipelineSource partSource,
      RunEvent.RunStarted started,
      List<JournalEntry> found,
      NdjsonJournal partJournal) {
    Manifest ofPart =
        new Manifest(
            started.runId(),
            started.pipeline(),
            started.context().getOrDefault("graph.goal", ""),
            manifest.repository(),
            started.baseCommit(),
            manifest.runBranch(),
            manifest.worktree(),
            found.getFirst().at(),
            manifest.version(),
            started.graphDigest());
    return new FsRunFolder(
        part, ofPart, partSource, config, found, partJournal, redactor, Optional.empty());
  }

  @Override
  public void close() {
    journal.close();
    lock.ifPresent(RunLock::close);
  }
}
