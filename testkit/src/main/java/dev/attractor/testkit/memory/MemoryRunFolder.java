package dev.attractor.testkit.memory;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.parallel.Branch;
import dev.attractor.domain.parallel.FanOut;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.FanOutPass;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.people.QuestionFile;
import dev.attractor.ports.runfolder.FinalReport;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageRecord;
import dev.attractor.ports.runfolder.StatusWatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A run folder without a disk. It outlives the driver; each driver opens it anew.
 *
 * @since 0.1
 */
public final class MemoryRunFolder implements RunFolder {
  private final Manifest manifest;
  private final PipelineSource source;
  private final RunConfig config;
  private final List<JournalEntry> journal = new ArrayList<>();
  private final Map<Attempt, StageRecord> records = new ConcurrentHashMap<>();
  private final Map<String, MemoryRunFolder> inner = new ConcurrentHashMap<>();
  private final List<FinalReport> reports = new ArrayList<>();
  private Seam seam = Seam.unbroken();

  /** Makes a folder whose journal has the first fact. */
  public MemoryRunFolder(
      Manifest manifest, PipelineSource source, RunConfig config, RunEvent.RunStarted started) {
    this.manifest = manifest;
    this.source = source;
    this.config = config;
    append(started);
  }

  /** Uses another seam from now on. */
  public void use(Seam other) {
    seam = other;
  }

  @Override
  public Path location() {
    return Path.of("/memory");
  }

  @Override
  public Optional<Path> catalog() {
    return Optional.empty();
  }

  @Override
  public Map<String, String> description() {
    return Map.of("graph.dot", source().text().text());
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
  public synchronized List<JournalEntry> entries() {
    return List.copyOf(journal);
  }

  @Override
  public Journal journal() {
    return event -> {
      seam.pass();
      JournalEntry entry = append(event);
      seam.pass();
      return entry;
    };
  }

  private synchronized JournalEntry append(RunEvent event) {
    JournalEntry entry = new JournalEntry(journal.size() + 1L, Instant.EPOCH, event);
    journal.add(entry);
    return entry;
  }

  /** Returns all facts so far. */
  public synchronized List<RunEvent> facts() {
    return journal.stream().map(JournalEntry::event).toList();
  }

  /** Returns the final reports that were written. */
  public List<FinalReport> reports() {
    return List.copyOf(reports);
  }

  @Override
  public StageFolder stage(Attempt attempt, int iteration) {
    return new MemoryStageFolder(attempt);
  }

  @Override
  public StageFolder setup() {
    return new MemoryStageFolder(Attempt.first("setup", 1));
  }

  @Override
  public RunFolder part(StageFolder stage, PipelineSource partSource, RunEvent.RunStarted started) {
    seam.pass();
    MemoryRunFolder part =
        inner.computeIfAbsent(
            started.runId(),
            _ ->
                new MemoryRunFolder(
                    manifestOf(started, manifest.worktree()), partSource, config, started));
    part.use(seam);
    seam.pass();
    return part;
  }

  private Manifest manifestOf(RunEvent.RunStarted started, Path worktree) {
    return new Manifest(
        started.runId(),
        started.pipeline(),
        "",
        manifest.repository(),
        started.baseCommit(),
        started.runBranch(),
        worktree,
        manifest.startedAt(),
        manifest.version(),
        started.graphDigest());
  }

  @Override
  public boolean hasPart(StageFolder stage, String runId) {
    return inner.containsKey(runId);
  }

  @Override
  public Path branchWorktree(Attempt fanOut, Branch branch) {
    return Path.of("/memory", "%s-%d-%s".formatted(fanOut.nodeId(), fanOut.visit(), branch.id()));
  }

  @Override
  public RunFolder branch(Attempt fanOut, Branch branch, RunEvent.RunStarted started) {
    seam.pass();
    MemoryRunFolder folder =
        inner.computeIfAbsent(
            started.runId(),
            _ ->
                new MemoryRunFolder(
                    manifestOf(started, branchWorktree(fanOut, branch)), source, config, started));
    folder.use(seam);
    seam.pass();
    return folder;
  }

  @Override
  public boolean hasBranch(Attempt fanOut, Branch branch) {
    return inner.keySet().stream()
        .anyMatch(id ->
            id.endsWith(".%s-p%d-%s".formatted(fanOut.nodeId(), fanOut.visit(), branch.id())));
  }

  /** Returns the folder of a run inside this one. */
  public MemoryRunFolder inner(String runId) {
    MemoryRunFolder folder = inner.get(runId);
    if (folder == null) {
      throw new IllegalArgumentException("no run %s in %s".formatted(runId, inner.keySet()));
    }
    return folder;
  }

  /** Returns the folders of all runs inside this one. */
  public Collection<MemoryRunFolder> inner() {
    return inner.values();
  }

  @Override
  public void saveResults(FanOut fanOut, FanOutPass pass) {
    seam.pass();
  }

  @Override
  public void saveCheckpoint(RunState state, long seq, Instant at) {
    seam.pass();
  }

  @Override
  public void saveFinal(FinalReport report) {
    seam.pass();
    reports.add(report);
    seam.pass();
  }

  @Override
  public long room() {
    return Long.MAX_VALUE;
  }

  @Override
  public void close() {}

  private final class MemoryStageFolder implements StageFolder {
    private final Attempt attempt;

    MemoryStageFolder(Attempt attempt) {
      this.attempt = attempt;
    }

    @Override
    public Path path() {
      return location().resolve(attempt.nodeId());
    }

    @Override
    public void begin() {
      seam.pass();
    }

    @Override
    public void setAside(String name) {}

    @Override
    public void write(String name, String content) {}

    @Override
    public void writeJson(String name, Map<String, ?> fields) {}

    @Override
    public Optional<Path> left(String nodeId, String name) {
      return Optional.empty();
    }

    @Override
    public List<Path> evidence(String nodeId, Optional<Attempt> fanOut) {
      return List.of();
    }

    @Override
    public String beginningOf(Path file, int most) {
      throw new IllegalStateException("nothing was left: " + file);
    }

    @Override
    public String toJsonLine(Map<String, ?> fields) {
      return fields.toString();
    }

    @Override
    public LineLog log(String name) {
      return new LineLog() {
        @Override
        public void line(String text) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public Path agentHome(String provider) {
      return location().resolve("agents").resolve(provider);
    }

    @Override
    public Optional<Path> catalog() {
      return Optional.empty();
    }

    @Override
    public Path statusPath() {
      return path().resolve("status.json");
    }

    @Override
    public StatusWatch watchStatus(Path worktree) {
      return StatusWatch.Missing::new;
    }

    @Override
    public void record(StageRecord done) {
      seam.pass();
      records.put(attempt, done);
      seam.pass();
    }

    @Override
    public Optional<StageRecord> recorded() {
      return Optional.ofNullable(records.get(attempt));
    }

    @Override
    public QuestionFile ask(Question question, String freshToken) {
      String id =
          OpenQuestion.idOf(manifest.runId(), attempt.nodeId(), attempt.visit(), attempt.number());
      OpenQuestion open = new OpenQuestion(manifest.runId(), id, freshToken, question);
      return new QuestionFile() {
        @Override
        public OpenQuestion question() {
          return open;
        }

        @Override
        public AnswerBox open() {
          return new NobodyAnswers();
        }
      };
    }

    @Override
    public Path processRecord() {
      return path().resolve("process.txt");
    }
  }

  /** No other program sees what lies in memory. */
  private static final class NobodyAnswers implements AnswerBox {
    @Override
    public Optional<Reply> reply() {
      return Optional.empty();
    }

    @Override
    public void refuse(String why) {}

    @Override
    public void close() {}
  }
}
