package dev.attractor.fs.runfolder;

import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.workspace.RunRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** A run, or one inside it, as it will be when it is made again from its record. */
record RestoredRun(RunFolderFiles place, Manifest manifest, RunRecord record) {
  /**
   * Returns what the records become; nothing is written yet.
   *
   * @param records the run itself first
   * @param location where it will be
   * @param repository where its repository is now
   * @throws AttractorException when a record is damaged
   */
  static List<RestoredRun> of(List<RunRecord> records, Path location, Path repository) {
    Path before = Path.of(text(records.getFirst(), RunFolderFiles.LOCATION));
    return records.stream()
        .map(record -> of(placeOf(record, before, location), repository, record))
        .toList();
  }

  private static RestoredRun of(RunFolderFiles place, Path repository, RunRecord record) {
    String manifest = text(record, nameOf(place.manifest()));
    text(record, nameOf(place.journal()));
    try {
      Manifest then = ManifestJson.read(Json.FILE.readTree(manifest));
      return new RestoredRun(place, then.movedTo(repository, place.worktree()), record);
    } catch (JacksonException e) {
      throw AttractorException.usage(
          "the record of %s is damaged: %s".formatted(record.runId(), e.getOriginalMessage()), "");
    }
  }

  private static RunFolderFiles placeOf(RunRecord record, Path before, Path now) {
    Path inner = before.relativize(Path.of(text(record, RunFolderFiles.LOCATION)));
    Path place = now.resolve(inner.toString()).normalize();
    if (!place.startsWith(now)) {
      throw AttractorException.usage(
          "the record of %s is damaged: it lies outside the run".formatted(record.runId()), "");
    }
    return new RunFolderFiles(place);
  }

  private static String text(RunRecord record, String name) {
    String text = record.files().get(name);
    if (text == null) {
      throw AttractorException.usage(
          "the record of %s is damaged: it has no %s".formatted(record.runId(), name), "");
    }
    return text;
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }

  /** What comes from a record was written without secrets. */
  private static final Redactor NOTHING_SECRET = Redactor.of(Map.of(), SecretNames.USUAL);

  /** The journal is written last: where it is, everything is. */
  void write() {
    String journal = nameOf(place.journal());
    record
        .files()
        .forEach((name, content) -> {
          if (!name.equals(journal) && !name.equals(RunFolderFiles.LOCATION)) {
            AtomicFile.write(place.root().resolve(nameOf(Path.of(name))), content);
          }
        });
    AtomicFile.write(
        place.manifest(),
        Json.FILE.writeValueAsString(ManifestJson.write(manifest, place.root(), NOTHING_SECRET))
            + "\n");
    AtomicFile.write(place.journal(), text(record, journal));
  }
}
