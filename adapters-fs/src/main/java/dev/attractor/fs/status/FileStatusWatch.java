package dev.attractor.fs.status;

import dev.attractor.domain.outcome.StageReport;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.ports.runfolder.StatusWatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Tells a status file written since the watch began from an older one by what the file system knows
 * of it, not by comparing clocks, whose grain differs.
 */
public final class FileStatusWatch implements StatusWatch {
  private static final long LARGEST = 1 << 20;

  private record Fingerprint(Optional<FileTime> modified, long size, Optional<String> key) {
    static Fingerprint of(Path file) {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Fingerprint(
            Optional.of(attributes.lastModifiedTime()),
            attributes.size(),
            Optional.ofNullable(attributes.fileKey()).map(Objects::toString));
      } catch (IOException e) {
        return new Fingerprint(Optional.empty(), 0, Optional.empty()); // there is no such file
      }
    }

    boolean exists() {
      return modified.isPresent();
    }

    boolean isOlderThan(FileTime time) {
      return modified.filter(at -> at.compareTo(time) < 0).isPresent();
    }
  }

  private final Map<Path, Fingerprint> before = new LinkedHashMap<>();
  private final Path worktree;
  private final Redactor redactor;

  private final Instant begin = Instant.now();
  private final long beginNanos = System.nanoTime();

  /**
   * Begins to watch: what is there now does not count. What is read stays without secrets.
   *
   * @param outside the places beside the worktree, the first counts most
   * @param own of {@link #PLACES} those that are the repository's own, and no reports
   */
  public FileStatusWatch(List<Path> outside, Path worktree, Set<String> own, Redactor redactor) {
    this.worktree = worktree;
    this.redactor = redactor;
    List<Path> candidates = new ArrayList<>(outside);
    PLACES.stream()
        .filter(place -> !own.contains(place))
        .map(worktree::resolve)
        .forEach(candidates::add);
    for (Path candidate : candidates) {
      before.put(candidate, Fingerprint.of(candidate));
    }
  }

  @Override
  public Reading read() {
    List<Path> written = before.keySet().stream().filter(this::isNew).toList();
    Reading reading = written.stream().findFirst().map(this::readOne).orElseGet(Missing::new);
    written.forEach(file -> {
      if (file.startsWith(worktree)) {
        remove(file);
      } else {
        keepWithoutSecrets(file);
      }
    });
    return reading;
  }

  private boolean isNew(Path file) {
    Fingerprint now = Fingerprint.of(file);
    return now.exists()
        && !now.equals(before.get(file))
        && !now.isOlderThan(oldest())
        && !isReachedByALink(file);
  }

  /** What a stage's link in the worktree, or in its place, leads to is nobody's report. */
  private boolean isReachedByALink(Path file) {
    return file.startsWith(worktree)
        && (Files.isSymbolicLink(worktree) || Files.isSymbolicLink(file.resolveSibling("")));
  }

  /**
   * Returns the time of the oldest file that may have been written since. The clocks of file
   * systems tick more slowly than that of the machine, and that one may have been put back
   * meanwhile.
   */
  private FileTime oldest() {
    Instant expected = begin.plusNanos(System.nanoTime() - beginNanos);
    Duration putBack = Duration.between(Instant.now(), expected);
    return FileTime.from(
        begin.minusSeconds(1).minus(putBack.isNegative() ? Duration.ZERO : putBack));
  }

  private Reading readOne(Path file) {
    String shown =
        file.startsWith(worktree)
            ? worktree.relativize(file).toString()
            : String.valueOf(file.getFileName());
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return new Malformed(shown, "it is not a regular file");
      }
      if (Files.size(file) > LARGEST) {
        return new Malformed(shown, "it is larger than %d bytes".formatted(LARGEST));
      }
      return new Found(
          shown,
          withoutSecrets(
              StatusJson.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))));
    } catch (IOException e) {
      return new Malformed(shown, "it cannot be read: " + AtomicFile.describe(e));
    } catch (RuntimeException e) { // written by an agent, a tool or a person: anything
      return new Malformed(shown, FromOutside.why(e));
    }
  }

  /** Words are, before anything is made of them; keys are not. */
  private StageReport withoutSecrets(StageReport report) {
    Map<String, String> context = new LinkedHashMap<>();
    report.contextUpdates().forEach((key, value) -> context.put(key, redactor.text(value)));
    return new StageReport(
        redactor.text(report.status()),
        redactor.text(report.failureReason()),
        redactor.text(report.failureClass()),
        redactor.text(report.failureSignature()),
        redactor.text(report.preferredLabel()),
        report.suggestedNextIds().stream().map(redactor::text).toList(),
        context,
        redactor.text(report.notes()),
        redactor.text(report.details()));
  }

  /** Beside the worktree it stays, for people to see what was reported. */
  private void keepWithoutSecrets(Path file) {
    try {
      boolean isOurs =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && !Files.isSymbolicLink(file.toAbsolutePath().resolveSibling(""));
      if (isOurs && Files.size(file) <= LARGEST) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String clean = redactor.text(text);
        if (!clean.equals(text)) {
          AtomicFile.writeView(file, clean);
        }
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }
}
