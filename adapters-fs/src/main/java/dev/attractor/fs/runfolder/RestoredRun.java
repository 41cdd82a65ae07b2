package dev.attractor.fs.runfolder;

import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.workspace.RunRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    Path before = location(records.getFirst());
    return records.stream()
        .map(record -> of(placeOf(record, before, location), repository, record))
        .toList();
  }

  private static RestoredRun of(RunFolderFiles place, Path repository, RunRecord record) {
    text(record, nameOf(place.journal()));
    Manifest then = manifest(record, place);
    return new RestoredRun(place, then.movedTo(repository, place.worktree()), record);
  }

  /**
   * Returns what a record says the run is, as if its folder were this.
   *
   * @throws AttractorException when it is damaged
   */
  static Manifest manifest(RunRecord record, RunFolderFiles place) {
    String manifest = text(record, nameOf(place.manifest()));
    return FromOutside.read(
        () -> ManifestJson.read(Json.FILE.readTree(manifest), place),
        (why, _) -> damaged(record, "its " + nameOf(place.manifest()) + ": " + why));
  }

  private static AttractorException damaged(RunRecord record, String why) {
    return AttractorException.usage(
        "the record of %s is damaged: %s".formatted(record.runId(), why),
        "fetch refs/attractor/* from a clone that has it whole, or start the pipeline again");
  }

  private static RunFolderFiles placeOf(RunRecord record, Path before, Path now) {
    Path location = location(record);
    return FromOutside.read(
        () -> {
          Path place = now.resolve(before.relativize(location).toString()).normalize();
          if (!place.startsWith(now)) {
            throw damaged(record, "it lies outside the run");
          }
          return new RunFolderFiles(place);
        },
        (why, _) -> damaged(record, "its %s: %s".formatted(RunFolderFiles.LOCATION, why)));
  }

  private static Path location(RunRecord record) {
    return FromOutside.read(
        () -> Path.of(text(record, RunFolderFiles.LOCATION)),
        (why, _) -> damaged(record, "its %s: %s".formatted(RunFolderFiles.LOCATION, why)));
  }

  private static String text(RunRecord record, String name) {
    String text = record.files().get(name);
    if (text == null) {
      throw damaged(record, "it has no " + name);
    }
    return text;
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }

  /** Returns the name under which it is noted where it began. */
  String begun() {
    return Begun.nameOf(
        manifest,
        Stream.of(place.graph(), place.graphFiles(), place.config())
            .collect(Collectors.toMap(Function.identity(), file -> text(record, nameOf(file)))));
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
