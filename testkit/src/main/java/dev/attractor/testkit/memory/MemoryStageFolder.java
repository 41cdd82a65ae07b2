package dev.attractor.testkit.memory;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.RedactingStream;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.people.AnswerBox;
import dev.attractor.ports.people.OpenQuestion;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.people.QuestionFile;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageInvocation;
import dev.attractor.ports.runfolder.StageRecord;
import dev.attractor.ports.runfolder.StatusWatch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of a stage without a disk. It knows no secrets but those that look like one. */
final class MemoryStageFolder implements StageFolder {
  private static final String ATTEMPT = "attempt.txt";
  private static final String HISTORY = "history";
  private static final Redactor REDACTOR = Redactor.of(Map.of(), SecretNames.USUAL);
  private static final Set<String> EVIDENCE = Set.of("stdout.log", "stderr.log", "diff.patch");

  private final MemoryRunFiles run;
  private final Path folder;
  private final Attempt attempt;
  private final int iteration;

  MemoryStageFolder(MemoryRunFiles run, Path folder, Attempt attempt, int iteration) {
    this.run = run;
    this.folder = folder;
    this.attempt = attempt;
    this.iteration = iteration;
  }

  @Override
  public Path path() {
    return folder;
  }

  @Override
  public void begin() {
    run.seam().pass();
    Path marker = folder.resolve(ATTEMPT);
    String before = run.texts().read(marker);
    if (!before.isEmpty()) {
      run.moveToHistory(folder, name(Attempt.parse(before)), Set.of(HISTORY));
    }
    run.texts().write(marker, attempt.toString());
  }

  @Override
  public void setAside(String name) {
    run.moveToHistory(folder, name(attempt) + "-" + name, Set.of(HISTORY, ATTEMPT));
  }

  private static String name(Attempt attempt) {
    return "v%d-a%d".formatted(attempt.visit(), attempt.number());
  }

  @Override
  public void write(String name, String content) {
    run.texts().write(folder.resolve(name), REDACTOR.text(content));
  }

  @Override
  public void record(StageInvocation invocation) {
    String name =
        switch (invocation) {
          case StageInvocation.OfAgent _ -> RunLayout.CLI_INVOCATION;
          case StageInvocation.OfTool _ -> RunLayout.TOOL_INVOCATION;
        };
    write(name, invocation.toString());
  }

  @Override
  public Path context(Map<String, String> context) {
    write(RunLayout.CONTEXT, context.toString());
    return folder.resolve(RunLayout.CONTEXT);
  }

  @Override
  public Redactor redactor() {
    return REDACTOR;
  }

  @Override
  public LineLog log(String name) {
    write(name, "");
    RedactingStream stream = REDACTOR.stream();
    return new LineLog() {
      @Override
      public synchronized void line(String text) {
        run.texts().append(folder.resolve(name), stream.take(text + "\n"));
      }

      @Override
      public synchronized void event(AgentEvent event) {
        run.texts()
            .append(folder.resolve(name), stream.end() + REDACTOR.text(event.toString()) + "\n");
      }

      @Override
      public synchronized void close() {
        run.texts().append(folder.resolve(name), stream.end());
      }
    };
  }

  @Override
  public Path agentHome(String provider) {
    return run.location().resolve("agents").resolve(provider);
  }

  @Override
  public Optional<Path> catalog() {
    return Optional.empty();
  }

  @Override
  public Path statusPath() {
    return folder.resolve("scratch").resolve("status.json");
  }

  /** No program runs where nothing is on a disk, so none reports. */
  @Override
  public StatusWatch watchStatus(Path worktree, Set<String> own) {
    return StatusWatch.Missing::new;
  }

  @Override
  public void record(StageRecord done) {
    run.seam().pass();
    run.record(folder, done);
    run.seam().pass();
  }

  @Override
  public Optional<StageRecord> recorded() {
    return run.recorded(folder).filter(done -> done.attempt().equals(attempt));
  }

  @Override
  public Optional<Path> left(NodeId nodeId, String name) {
    return run.stageFolders(nodeId, iteration)
        .map(stage -> stage.resolve(name))
        .filter(this::isNotEmpty)
        .findFirst();
  }

  @Override
  public List<Path> evidence(NodeId nodeId, Optional<Attempt> fanOut) {
    return Stream.concat(
            run.stageFolders(nodeId, iteration)
                .filter(stage -> !run.texts().below(stage).isEmpty())
                .limit(1),
            fanOut.stream().map(run::placeOf))
        .flatMap(place ->
            run.texts().below(place).stream()
                .filter(file -> !place.relativize(file).toString().contains(HISTORY + "/")))
        .filter(file -> EVIDENCE.contains(file.getFileName().toString()) && isNotEmpty(file))
        .toList();
  }

  private boolean isNotEmpty(Path file) {
    return !run.texts().read(file).isEmpty();
  }

  @Override
  public String beginningOf(Path file, int most) {
    String text = run.texts().read(file);
    return text.substring(0, Math.min(most, text.length()));
  }

  @Override
  public void showSaid(String branch, String text) {
    write(RunLayout.saidBy(branch), text);
  }

  @Override
  public QuestionFile ask(Question question, String freshToken, Instant now) {
    RunId runId = run.manifest().runId();
    QuestionId id = QuestionId.of(runId, attempt);
    Asked asked = askedByTheDead(id).orElseGet(() -> new Asked(freshToken, now));
    OpenQuestion open =
        new OpenQuestion(runId, id, asked.token(), Optional.of(asked.at()), question);
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

  private record Asked(String token, Instant at) {}

  /** What a driver that died had asked is open still, unless its run was over or the time. */
  private Optional<Asked> askedByTheDead(QuestionId id) {
    Optional<Asked> open = Optional.empty();
    for (JournalEntry entry : run.entries()) {
      RunEvent event = entry.event();
      if (event instanceof RunEvent.InterviewStarted asked && asked.id().equals(Optional.of(id))) {
        open =
            open.filter(before -> before.token().equals(asked.token()))
                .or(() -> Optional.of(new Asked(asked.token(), entry.at())));
      } else if (event instanceof RunEvent.RunCanceled
          || (event instanceof RunEvent.InterviewTimeout late
              && late.nodeId().equals(attempt.nodeId()))) {
        open = Optional.empty();
      }
    }
    return open.filter(asked -> !asked.token().isEmpty());
  }

  @Override
  public Path processRecord() {
    return folder.resolve("process.txt");
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
