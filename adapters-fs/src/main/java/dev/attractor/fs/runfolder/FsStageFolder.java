package dev.attractor.fs.runfolder;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.RedactedFacts;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.fs.file.RedactedJson;
import dev.attractor.fs.file.RedactedLog;
import dev.attractor.fs.file.StageJson;
import dev.attractor.fs.journal.OutcomeJson;
import dev.attractor.fs.status.FileStatusWatch;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.people.Question;
import dev.attractor.ports.people.QuestionFile;
import dev.attractor.ports.runfolder.StageFolder;
import dev.attractor.ports.runfolder.StageInvocation;
import dev.attractor.ports.runfolder.StageRecord;
import dev.attractor.ports.runfolder.StatusWatch;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code <logs root>/<node>/}. */
final class FsStageFolder implements StageFolder {
  /** What identifies the process that the stage runs. */
  static final String PROCESS_RECORD = "process.txt";

  private static final String HISTORY = "history";
  private static final Set<String> EVIDENCE =
      Set.of(RunLayout.STDOUT, RunLayout.STDERR, RunLayout.DIFF);
  private static final int MOST_EVIDENCE = 12;

  /** Says which attempt began in the folder last. */
  static final String ATTEMPT = "attempt.txt";

  private final Path folder;
  private final RunFolderFiles run;
  private final RunId runId;
  private final Attempt attempt;
  private final Redactor redactor;

  FsStageFolder(RunFolderFiles run, RunId runId, Path folder, Attempt attempt, Redactor redactor) {
    this.folder = folder;
    this.run = run;
    this.runId = runId;
    this.attempt = attempt;
    this.redactor = redactor;
  }

  @Override
  public Path path() {
    return folder;
  }

  @Override
  public void begin() {
    try {
      OwnFiles.folder(own(folder));
      Path marker = folder.resolve(ATTEMPT);
      if (Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
        moveToHistory(nameOfTheLast(marker), Set.of(HISTORY));
      }
      OwnFiles.folder(folder.resolve(RunLayout.SCRATCH));
      AtomicFile.writeView(marker, attempt + "\n");
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(folder, e);
    }
  }

  @Override
  public void setAside(String name) {
    try {
      moveToHistory(name(attempt) + "-" + name, Set.of(HISTORY, ATTEMPT));
      OwnFiles.folder(folder.resolve(RunLayout.SCRATCH));
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(folder, e);
    }
  }

  /** Returns a path below the run, to which no link leads that a stage may have planted. */
  private Path own(Path path) {
    return OwnFiles.within(run.root(), path);
  }

  /** Returns a file of the folder to write; what is there, a link too, is replaced. */
  private Path file(String name) {
    own(folder);
    return folder.resolve(name);
  }

  /** A stage may have written there, too. */
  private static String nameOfTheLast(Path marker) throws IOException {
    if (!Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)) {
      return "unknown";
    }
    try {
      return name(Attempt.parse(FromOutside.text(marker).strip()));
    } catch (IllegalArgumentException | MalformedInputException e) {
      return "unknown";
    }
  }

  /** Returns where the files of an attempt are put when another one begins. */
  static Path historyOf(Path folder, Attempt attempt) {
    return folder.resolve(HISTORY).resolve(name(attempt));
  }

  private static String name(Attempt attempt) {
    return "v%d-a%d".formatted(attempt.visit(), attempt.number());
  }

  private void moveToHistory(String name, Set<String> staying) throws IOException {
    Path history = own(folder.resolve(HISTORY));
    Path target =
        IntStream.iterate(1, n -> n + 1) // an interrupted attempt is run again under its number
            .mapToObj(n -> history.resolve(n == 1 ? name : name + "-again" + n))
            .filter(path -> !Files.exists(path))
            .findFirst()
            .orElseThrow();
    OwnFiles.folder(target);
    List<Path> files;
    try (Stream<Path> listing = Files.list(folder)) {
      files = listing.filter(file -> !staying.contains(file.getFileName().toString())).toList();
    }
    for (Path file : files) {
      Files.move(file, target.resolve(file.getFileName()));
    }
  }

  @Override
  public void write(String name, String content) {
    AtomicFile.writeView(file(name), redactor.text(content));
  }

  @Override
  public void record(StageInvocation invocation) {
    String name =
        switch (invocation) {
          case StageInvocation.OfAgent _ -> RunLayout.CLI_INVOCATION;
          case StageInvocation.OfTool _ -> RunLayout.TOOL_INVOCATION;
        };
    AtomicFile.writeView(file(name), RedactedJson.file(StageJson.of(invocation), redactor));
  }

  @Override
  public Path context(Map<String, String> context) {
    Path file = file(RunLayout.CONTEXT);
    ObjectNode json = Json.FILE.createObjectNode();
    context.forEach(json::put);
    AtomicFile.writeView(file, RedactedJson.file(json, redactor));
    return file;
  }

  @Override
  public Redactor redactor() {
    return redactor;
  }

  @Override
  public LineLog log(String name) {
    Path file = file(name);
    try {
      return new RedactedLog(file, OwnFiles.createAnew(file), redactor);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  @Override
  public Path agentHome(String provider) {
    Path home = own(run.agentHome(provider));
    try {
      return OwnFiles.folder(home);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(home, e);
    }
  }

  @Override
  public Optional<Path> catalog() {
    return run.keptCatalog();
  }

  @Override
  public Path statusPath() {
    return folder.resolve(RunLayout.SCRATCH).resolve(RunLayout.STATUS);
  }

  @Override
  public StatusWatch watchStatus(Path worktree, Set<String> own) {
    return new FileStatusWatch(
        List.of(statusPath(), folder.resolve(RunLayout.STATUS)), worktree, own, redactor);
  }

  @Override
  public void record(StageRecord done) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("node_id", done.attempt().nodeId().value());
    json.put("visit", done.attempt().visit());
    json.put("attempt", done.attempt().number());
    json.put("seq", done.seq());
    OutcomeJson.write(json, new RedactedFacts(redactor).of(done.outcome()));
    json.put("duration_ms", done.duration().toMillis());
    OutcomeJson.write(json, done.usage());
    OutcomeJson.write(json, done.session());
    done.tree().ifPresent(tree -> json.put("tree", tree));
    String text = Json.FILE.writeValueAsString(json) + "\n";
    AtomicFile.write(file(RunLayout.ATTEMPT_RECORD), text);
    AtomicFile.writeView(file(RunLayout.STATUS), text);
  }

  @Override
  public Optional<StageRecord> recorded() {
    Path file = folder.resolve(RunLayout.ATTEMPT_RECORD);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    StageRecord found =
        FromOutside.read(
            () -> record(Json.FILE.readTree(FromOutside.text(file))),
            (why, e) ->
                AttractorException.machine(
                    "cannot read %s: %s".formatted(file, why),
                    "remove it and resume the run: the attempt begins again",
                    e));
    return Optional.of(found).filter(done -> done.attempt().equals(attempt));
  }

  private static StageRecord record(JsonNode json) {
    return new StageRecord(
        new Attempt(
            JsonFields.node(json, "node_id"),
            json.required("visit").asInt(),
            json.required("attempt").asInt()),
        json.required("seq").asLong(),
        OutcomeJson.read(json),
        Duration.ofMillis(json.required("duration_ms").asLong()),
        OutcomeJson.readUsage(json),
        OutcomeJson.readSession(json),
        Optional.ofNullable(json.get("tree"))
            .map(JsonNode::asString)
            .map(ManifestJson::objectName));
  }

  @Override
  public Optional<Path> left(NodeId nodeId, String name) {
    return run.stageFolders(nodeId, Optional.ofNullable(folder.getParent()).orElse(run.root()))
        .map(stage -> stage.resolve(name))
        .filter(FsStageFolder::isNotEmpty)
        .findFirst();
  }

  @Override
  public List<Path> evidence(NodeId nodeId, Optional<Attempt> fanOut) {
    return Stream.concat(
            run.stageFolders(nodeId, Optional.ofNullable(folder.getParent()).orElse(run.root()))
                .filter(Files::isDirectory)
                .limit(1),
            fanOut.stream().map(run::fanOutPass).filter(Files::isDirectory))
        .flatMap(place ->
            new RunFolderFiles(place)
                .find(file -> EVIDENCE.contains(file.getFileName().toString())).stream())
        .filter(file -> !file.toString().contains("/" + HISTORY + "/") && isNotEmpty(file))
        .limit(MOST_EVIDENCE)
        .toList();
  }

  private static boolean isNotEmpty(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0;
    } catch (IOException e) {
      return false; // it has gone, so it is not there
    }
  }

  @Override
  public String beginningOf(Path file, int most) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      char[] text = new char[most];
      int length = 0;
      for (int read = 0; read >= 0 && length < most; length += Math.max(read, 0)) {
        read = reader.read(text, length, most - length);
      }
      return new String(text, 0, length);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read " + file + ": " + AtomicFile.describe(e), "", e);
    }
  }

  @Override
  public void showSaid(String branch, String text) {
    Path file = folder.resolve(RunLayout.saidBy(branch));
    try {
      OwnFiles.folder(own(file.resolveSibling("")));
      AtomicFile.writeView(file, redactor.text(text));
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  @Override
  public QuestionFile ask(Question question, String freshToken, Instant now) {
    return new QuestionFiles(run, runId, redactor).prepare(attempt, question, freshToken, now);
  }

  @Override
  public Path processRecord() {
    return folder.resolve(PROCESS_RECORD);
  }
}
