package dev.attractor.fs.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.source.SourceText;
import dev.attractor.fs.config.RunConfigJson;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.journal.JournalEnds;
import dev.attractor.fs.journal.NdjsonJournal;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.Manifest;
import dev.attractor.ports.runfolder.RunSnapshot;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the folder of one run holds. */
record RunReader(RunFolderFiles files) {
  private static final String RESTORE =
      "restore it, or have the run from its repository with: attractor resume --run-branch";

  /**
   * Returns the run without its branches, of its facts the first and as many of the last as tell
   * where it stands; empty where a line of them is damaged.
   */
  Optional<RunSnapshot> glance(boolean running) {
    return ends()
        .map(ends ->
            new RunSnapshot(
                files.root(), fitted(ends), source(), ends, running, List.of(), Optional.empty()));
  }

  /** Returns nothing where a line is damaged: what stands before it is to be found then. */
  private Optional<List<JournalEntry>> ends() {
    try (SeekableByteChannel channel = opened(files.journal())) {
      return JournalEnds.read(files.journal(), channel);
    } catch (AttractorException e) {
      System.getLogger(RunReader.class.getName()).log(System.Logger.Level.DEBUG, "all is read", e);
      return Optional.empty();
    } catch (IOException e) {
      throw NdjsonJournal.cannotRead(files.journal(), e);
    }
  }

  private static SeekableByteChannel opened(Path journal) throws IOException {
    FromOutside.mustBeFile(journal);
    return Files.newByteChannel(journal);
  }

  /** Returns the run and its branches; what stands before a damage when there is one. */
  RunSnapshot snapshot(boolean running) {
    NdjsonJournal.Contents journal = NdjsonJournal.readable(files.journal());
    if (journal.entries().isEmpty() && journal.damage().isPresent()) {
      throw journal.damage().get();
    }
    return new RunSnapshot(
        files.root(),
        fitted(journal.entries()),
        source(),
        journal.entries(),
        running,
        files.branches().stream()
            .filter(branch -> !NdjsonJournal.readable(branch.journal()).entries().isEmpty())
            .map(branch -> new RunReader(branch).snapshot(running))
            .toList(),
        journal.damage());
  }

  /** Refuses a folder in which there is no run. */
  void mustBeRun() {
    if (!Files.exists(files.journal()) || !Files.exists(files.manifest())) {
      throw AttractorException.usage(
          "there is no run in %s".formatted(files.root()),
          "give the logs root that the run printed when it began");
    }
  }

  /** Returns the facts; a damaged journal is refused. */
  List<JournalEntry> entries() {
    List<JournalEntry> entries = NdjsonJournal.read(files.journal());
    fitted(entries);
    return entries;
  }

  /** Returns the manifest if it speaks of the run that these are the facts of. */
  private Manifest fitted(List<JournalEntry> entries) {
    if (entries.isEmpty() || !(entries.getFirst().event() instanceof RunEvent.RunStarted started)) {
      throw AttractorException.usage(
          "the run in %s never began".formatted(files.root()),
          "start it again with: attractor run");
    }
    Manifest manifest = manifest();
    ManifestJson.mustFit(manifest, started, files.manifest(), RESTORE);
    return manifest;
  }

  /** Returns exactly what ran. */
  PipelineSource source() {
    return FromOutside.read(
        () ->
            SourceJson.read(
                new SourceText(files.graph().toString(), FromOutside.text(files.graph())),
                Json.FILE.readTree(FromOutside.text(files.graphFiles()))),
        (why, e) ->
            AttractorException.machine(
                "cannot read the pipeline of the run, %s and %s: %s"
                    .formatted(files.graph(), files.graphFiles().getFileName(), why),
                RESTORE,
                e));
  }

  /** Returns what names the run and says where it is. */
  Manifest manifest() {
    return FromOutside.read(
        () -> ManifestJson.read(Json.FILE.readTree(FromOutside.text(files.manifest())), files),
        (why, e) ->
            AttractorException.machine(
                "cannot read %s: %s".formatted(files.manifest(), why), RESTORE, e));
  }

  /** Returns the configuration that the run keeps. */
  RunConfig config() {
    return FromOutside.read(
        () ->
            RunConfigJson.read(
                files.config(), FromOutside.text(files.config()), Map.of(), ConfigNames.ANY),
        (why, e) ->
            AttractorException.machine(
                "cannot read %s: %s".formatted(files.config(), why), RESTORE, e));
  }
}
