package dev.attractor.testkit.memory;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.Instruction;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.FinalReport;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.StageRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What lies in a run folder without a disk; it outlives the drivers of the run. */
final class MemoryRunFiles {
  private final Path location;
  private final Manifest manifest;
  private final PipelineSource source;
  private final RunConfig config;
  private final Optional<MemoryRunFiles> outer;
  private final MemoryTexts texts;
  private final List<JournalEntry> journal = new ArrayList<>();
  private final Map<Path, StageRecord> records = new LinkedHashMap<>();
  private final Map<Path, MemoryRunFiles> inner = new LinkedHashMap<>();
  private final List<FinalReport> reports = new ArrayList<>();
  private final List<Instruction> instructions = new ArrayList<>();
  private Seam seam = Seam.unbroken();

  /**
   * Makes the files of a run that has begun.
   *
   * @param outer the run of which it is a branch
   * @param texts the files of all runs in the same folder
   */
  MemoryRunFiles(
      Path location,
      Manifest manifest,
      PipelineSource source,
      RunConfig config,
      RunEvent.RunStarted started,
      Optional<MemoryRunFiles> outer,
      MemoryTexts texts) {
    this.location = location;
    this.manifest = manifest;
    this.source = source;
    this.config = config;
    this.outer = outer;
    this.texts = texts;
    append(started);
  }

  Path location() {
    return location;
  }

  Manifest manifest() {
    return manifest;
  }

  PipelineSource source() {
    return source;
  }

  RunConfig config() {
    return config;
  }

  MemoryTexts texts() {
    return texts;
  }

  synchronized Seam seam() {
    return seam;
  }

  synchronized void use(Seam other) {
    seam = other;
  }

  synchronized JournalEntry append(RunEvent event) {
    JournalEntry entry = new JournalEntry(journal.size() + 1L, Instant.EPOCH, event);
    journal.add(entry);
    return entry;
  }

  synchronized List<JournalEntry> entries() {
    return List.copyOf(journal);
  }

  synchronized List<Instruction> instructions() {
    return List.copyOf(instructions);
  }

  synchronized void tell(Instruction instruction) {
    if (instructions.stream().noneMatch(said -> said.id().equals(instruction.id()))) {
      instructions.add(instruction);
    }
  }

  synchronized void report(FinalReport report) {
    reports.add(report);
  }

  synchronized List<FinalReport> reports() {
    return List.copyOf(reports);
  }

  synchronized void record(Path stage, StageRecord done) {
    records.put(stage, done);
  }

  synchronized Optional<StageRecord> recorded(Path stage) {
    return Optional.ofNullable(records.get(stage));
  }

  synchronized List<MemoryRunFiles> inner() {
    return List.copyOf(inner.values());
  }

  synchronized Optional<MemoryRunFiles> inner(Path place) {
    return Optional.ofNullable(inner.get(place));
  }

  synchronized MemoryRunFiles innerOrMade(Path place, Supplier<MemoryRunFiles> made) {
    return inner.computeIfAbsent(place, _ -> made.get());
  }

  /** Moves what lies in the folder of a stage into its history, the run inside it too. */
  synchronized void moveToHistory(Path stage, String name, Set<String> staying) {
    Path history = stage.resolve("history");
    Path target =
        IntStream.iterate(1, n -> n + 1)
            .mapToObj(n -> history.resolve(n == 1 ? name : name + "-again" + n))
            .filter(place -> texts.below(place).isEmpty())
            .findFirst()
            .orElseThrow();
    texts.move(stage, target, staying);
    records.remove(stage);
    inner.keySet().stream()
        .filter(place -> stage.equals(place.getParent()))
        .toList()
        .forEach(place -> {
          MemoryRunFiles moved = inner.remove(place);
          if (moved != null) {
            inner.put(target.resolve(place.getFileName()), moved);
          }
        });
  }

  /** Returns where the branches of a visit of a fan-out lie. */
  Path placeOf(Attempt fanOut) {
    return location
        .resolve("parallel")
        .resolve(fanOut.nodeId().value())
        .resolve("pass" + fanOut.visit());
  }

  Path iteration(int number) {
    return number == 0 ? location : location.resolve("restart-" + number);
  }

  /** Returns where a stage may have left its files, the latest place first. */
  Stream<Path> stageFolders(NodeId nodeId, int iteration) {
    return Stream.concat(
        IntStream.iterate(iteration, k -> k >= 0, k -> k - 1)
            .mapToObj(k -> iteration(k).resolve(nodeId.value())),
        outer.stream().flatMap(run -> run.stageFolders(nodeId, run.latestIteration())));
  }

  private int latestIteration() {
    int latest = 0;
    while (!texts.below(iteration(latest + 1)).isEmpty()) {
      latest++;
    }
    return latest;
  }
}
