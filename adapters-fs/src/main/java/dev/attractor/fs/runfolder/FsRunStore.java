package dev.attractor.fs.runfolder;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.human.Choice;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.OwnWords;
import dev.attractor.domain.secret.RedactedFacts;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.fs.config.RunConfigJson;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.fs.file.RedactedJson;
import dev.attractor.fs.journal.NdjsonJournal;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.runfolder.Driver;
import dev.attractor.ports.runfolder.KnownRun;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.NewRun;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.RunStore;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.workspace.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Run folders below {@code ${XDG_STATE_HOME:-~/.local/state}/attractor/runs} or anywhere else. */
public final class FsRunStore implements RunStore {

  private final RunIndex index;
  private final InstantSource clock;
  private final Map<String, String> environment;

  /** Makes a store; the values of secret variables of the environment reach no file. */
  public FsRunStore(HostEnvironment host, InstantSource clock) {
    this.index = new RunIndex(host.state().resolve("runs"));
    this.clock = clock;
    this.environment = host.variables();
  }

  @Override
  public Path defaultLocation(RunId runId) {
    return index.location(runId);
  }

  @Override
  public RunFolder create(Path location, NewRun run, Runnable beforeItBegins) {
    try {
      OwnFiles.folder(location);
      if (hasNothingOfOthers(location)) {
        OwnFiles.close(location);
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(location, e);
    }
    RunLock lock = RunLock.take(location);
    try {
      RunFolderFiles files = new RunFolderFiles(location);
      mustNotHaveBegun(files);
      beforeItBegins.run();
      return begin(files, run, lock);
    } catch (AttractorException e) {
      lock.close();
      throw e;
    }
  }

  private static void mustNotHaveBegun(RunFolderFiles files) {
    if (hasBegun(files)) {
      throw isThere(files.root());
    }
  }

  static AttractorException isThere(Path location) {
    return AttractorException.usage(
        "there is a run in %s already".formatted(location),
        "resume it with: attractor resume --logs-root %s".formatted(location));
  }

  @Override
  public boolean isTaken(String place) {
    try {
      Path folder = Path.of(place);
      return folder.isAbsolute()
          && (NdjsonJournal.hasLine(new RunFolderFiles(folder).journal())
              || RunLock.holder(folder).isPresent());
    } catch (InvalidPathException e) {
      return false; // nobody can begin a run there
    }
  }

  @Override
  public boolean isDrivenBeside(Path location, String place) {
    try {
      Path folder = Path.of(place);
      return folder.isAbsolute()
          && RunLock.holder(folder).isPresent()
          && !(Files.exists(location) && Files.isSameFile(folder, location));
    } catch (InvalidPathException e) {
      return false; // nobody can be at work there
    } catch (IOException e) {
      return true; // somebody is, and it cannot be told whether here
    }
  }

  @Override
  public DetachedStart detach(Path location) {
    return FsDetachedStart.take(new RunFolderFiles(location), false);
  }

  @Override
  public DetachedStart detachAgain(Path location) {
    RunFolderFiles files = new RunFolderFiles(location);
    new RunReader(files).mustBeRun();
    claim(location).close(); // what a living driver prints is left alone
    return FsDetachedStart.take(files, true);
  }

  /** A folder that a person has made may hold what others are to see. */
  private static boolean hasNothingOfOthers(Path location) throws IOException {
    try (Stream<Path> files = Files.list(location)) {
      return files.allMatch(
          file -> file.endsWith(RunLayout.DRIVER_LOG) || file.endsWith(FsDetachedStart.LOCK));
    }
  }

  private RunFolder begin(RunFolderFiles files, NewRun run, RunLock lock) {
    Path location = files.root();
    Redactor redactor = Redactor.of(environment, run.config().secrets(), OwnWords.of(run.source()));
    Manifest manifest = run.manifest().movedTo(run.manifest().repository(), files.worktree());
    index.remember(location, manifest.runId());
    save(location, run.preflight(), redactor);
    AtomicFile.write(files.catalog(), run.catalog());
    Map<Path, String> texts =
        Map.of(
            files.graph(),
            run.source().text().text(),
            files.graphFiles(),
            Json.FILE.writeValueAsString(SourceJson.write(run.source())) + "\n",
            files.config(),
            RunConfigJson.file(run.config(), redactor));
    index.began(Begun.nameOf(manifest, texts));
    texts.forEach(AtomicFile::write);
    AtomicFile.write(
        files.manifest(),
        Json.FILE.writeValueAsString(ManifestJson.write(manifest, location, redactor)) + "\n");
    NdjsonJournal journal =
        NdjsonJournal.open(
            files.journal(), manifest.runId(), clock, new RedactedFacts(redactor), 0);
    JournalEntry first = journal.append(run.started());
    return new FsRunFolder(
        files,
        manifest,
        run.source(),
        run.config(),
        List.of(first),
        journal,
        redactor,
        Optional.of(lock));
  }

  /** A run begins with its first fact. One that was killed before is made again. */
  private static boolean hasBegun(RunFolderFiles files) {
    if (!Files.exists(files.journal())) {
      return false;
    }
    boolean begun = !NdjsonJournal.read(files.journal()).isEmpty();
    NdjsonJournal.cutTornTail(files.journal());
    return begun;
  }

  @Override
  public RunFolder open(Path location) {
    RunFolderFiles files = new RunFolderFiles(location);
    RunReader reader = existing(location);
    OwnFiles.mustBeNoLink(files.worktree());
    RunLock lock = RunLock.take(location);
    try {
      Manifest manifest = reader.manifest();
      RunConfig written = reader.config();
      RunConfig config = written.with(written.llm().allowingShims()); // else it had not begun
      PipelineSource source = reader.source();
      List<JournalEntry> entries = reader.entries();
      NdjsonJournal.cutTornTail(files.journal());
      Redactor redactor = Redactor.of(environment, config.secrets(), OwnWords.of(source));
      NdjsonJournal journal =
          NdjsonJournal.open(
              files.journal(),
              manifest.runId(),
              clock,
              new RedactedFacts(redactor),
              entries.getLast().seq());
      return new FsRunFolder(
          files, manifest, source, config, entries, journal, redactor, Optional.of(lock));
    } catch (AttractorException e) {
      lock.close();
      throw e;
    }
  }

  private static RunReader existing(Path location) {
    RunReader reader = new RunReader(new RunFolderFiles(location));
    reader.mustBeRun();
    return reader;
  }

  @Override
  public RunSnapshot inspect(Path location) {
    return existing(location).snapshot(driver(location).isPresent());
  }

  @Override
  public RunSnapshot glance(Path location) {
    return existing(location)
        .glance(driver(location).isPresent())
        .orElseGet(() -> inspect(location));
  }

  @Override
  public Optional<Usage> used(Path location) {
    return TotalsJson.used(new RunFolderFiles(location));
  }

  @Override
  public void restore(
      Path location,
      Path repository,
      List<RunRecord> records,
      Consumer<List<Manifest>> beforeItIsThere) {
    if (Files.exists(new RunFolderFiles(location).journal())) {
      throw isThere(location);
    }
    List<RestoredRun> restored = RestoredRun.of(records, location, repository);
    beforeItIsThere.accept(restored.stream().map(RestoredRun::manifest).toList());
    try {
      RunIndex.dropDeadLink(location);
      OwnFiles.folder(location);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(location, e);
    }
    RunId runId = records.getFirst().runId();
    if (!index.hasBegun(restored.getFirst().begun())) {
      AtomicFile.write(new RunFolderFiles(location).stranger(), runId + "\n");
    }
    PutBack.write(new RunFolderFiles(location).toPutBack(), restored);
    index.remember(location, runId);
    restored.reversed().forEach(RestoredRun::write); // the run itself last: where it is, all is
  }

  @Override
  public boolean isOf(Path location, RunRecord record) {
    RunFolderFiles files = new RunFolderFiles(location);
    return new RunReader(files).manifest().isSameRun(RestoredRun.manifest(record, files));
  }

  @Override
  public Optional<Driver> driver(Path location) {
    return RunLock.holder(new RunFolderFiles(location).outermost().root()).map(one -> one);
  }

  @Override
  public List<Path> processRecords(Path location) {
    return new RunFolderFiles(location).find(file -> file.endsWith(FsStageFolder.PROCESS_RECORD));
  }

  @Override
  public Optional<Path> latestStage(Path location, NodeId nodeId) {
    Path marker = Path.of(nodeId.value(), FsStageFolder.ATTEMPT);
    return new RunFolderFiles(location)
        .find(file -> file.endsWith(marker)).stream()
            .max(Comparator.comparing(RunFolderFiles::lastChanged))
            .map(Path::getParent);
  }

  @Override
  public StageEvidence evidence(Path location, Attempt attempt, int iteration, int most) {
    return new LeftByStage(new RunFolderFiles(location).stageFolder(attempt, iteration), most)
        .evidence();
  }

  @Override
  public List<RunSnapshot> parts(Path location) {
    boolean running = driver(location).isPresent();
    return new RunFolderFiles(location)
        .parts().stream()
            .filter(part -> !NdjsonJournal.readable(part.journal()).entries().isEmpty())
            .map(part -> new RunReader(part).snapshot(running))
            .toList();
  }

  @Override
  public RunConfig config(Path location) {
    return new RunReader(new RunFolderFiles(location)).config();
  }

  @Override
  public void tell(Path location, Instruction instruction) {
    RunReader reader = existing(new RunFolderFiles(location).outermost().root());
    Redactor redactor =
        Redactor.of(environment, reader.config().secrets(), OwnWords.of(reader.source()));
    new SteeringFile(new RunFolderFiles(location).steering())
        .tell(
            new Instruction(
                instruction.id(),
                instruction.by(),
                instruction.to(),
                redactor.text(instruction.text())));
  }

  @Override
  public List<OpenQuestion> questions(Path location) {
    return QuestionFiles.open(new RunFolderFiles(location));
  }

  @Override
  public boolean answer(Path location, OpenQuestion question, Choice choice) {
    return QuestionFiles.answer(new RunFolderFiles(location), question, choice);
  }

  @Override
  public Claim claim(Path location) {
    RunLock lock = RunLock.take(location);
    return lock::close;
  }

  @Override
  public List<Path> refused(Instant before) {
    return index.refused(before);
  }

  @Override
  public void removeRefused(Path location) {
    index.removeRefused(location);
  }

  @Override
  public List<String> remove(Path location) {
    List<String> left = FolderRemoval.of(location);
    try {
      index.forget(location);
      return left;
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot remove %s: %s".formatted(location, e.getMessage()), "try again", e);
    }
  }

  @Override
  public List<KnownRun> list() {
    return index.list();
  }

  @Override
  public long room() {
    return index.room();
  }

  @Override
  public void savePreflight(Path location, PreflightReport report) {
    save(location, report, Redactor.of(environment, SecretNames.USUAL));
  }

  private static void save(Path location, PreflightReport report, Redactor redactor) {
    AtomicFile.write(
        new RunFolderFiles(location).preflight(),
        RedactedJson.file(PreflightJson.write(report), redactor));
  }
}
