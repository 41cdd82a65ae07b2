package dev.attractor.fs.journal;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.RedactedFacts;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code progress.ndjson}: one fact a line, on disk before its effects are visible. */
public final class NdjsonJournal implements Journal, AutoCloseable {
  private static final int LONGEST_SHOWN = 300;

  private final Path file;
  private final Path live;
  private final RunId runId;
  private final InstantSource clock;
  private final RedactedFacts facts;
  private final FileOutputStream out;
  private long lastSeq;
  private long length;

  private NdjsonJournal(
      Path file,
      RunId runId,
      InstantSource clock,
      RedactedFacts facts,
      FileOutputStream out,
      long lastSeq,
      long length) {
    this.file = file;
    this.live = file.resolveSibling(RunLayout.LIVE);
    this.runId = runId;
    this.clock = clock;
    this.facts = facts;
    this.out = out;
    this.lastSeq = lastSeq;
    this.length = length;
  }

  /** Opens a journal to go on after its last entry, which has this number; 0 for a new one. */
  public static NdjsonJournal open(
      Path file, RunId runId, InstantSource clock, RedactedFacts facts, long lastSeq) {
    try {
      FileOutputStream out = OwnFiles.append(file);
      return new NdjsonJournal(file, runId, clock, facts, out, lastSeq, Files.size(file));
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  /** Opens the journal of a run inside this one. */
  public NdjsonJournal beside(Path other, RunId otherRunId, long otherLastSeq) {
    return open(other, otherRunId, clock, facts, otherLastSeq);
  }

  @Override
  public synchronized JournalEntry append(RunEvent event) {
    JournalEntry entry =
        new JournalEntry(
            lastSeq + 1, clock.instant().truncatedTo(ChronoUnit.MILLIS), facts.of(event));
    String line = Json.LINE.writeValueAsString(EventJson.write(runId, entry));
    JournalEntry read = readBack(line);
    write(line + "\n", event instanceof RunEvent.StateChange);
    lastSeq = entry.seq();
    return read; // the state must not know more than its journal
  }

  /** Returns what a reader will get: a line that nobody could read would end the run for good. */
  private JournalEntry readBack(String line) {
    try {
      return EventJson.read(Json.LINE.readTree(line));
    } catch (RuntimeException e) {
      throw AttractorException.machine(
          "a fact is not written into %s, since it could not be read again (%s): %s"
              .formatted(file, FromOutside.why(e), cut(line)),
          "resume the run: what led to the fact is done again; report it if that does not help",
          e);
    }
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }

  private void write(String line, boolean durable) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(bytes); // one call, so that only a crash can tear it
      if (durable) {
        out.getFD().sync();
      }
      AtomicFile.writeView(live, line);
      length += bytes.length;
    } catch (IOException e) {
      takeBack(e);
      throw AtomicFile.cannotWrite(file, e);
    } catch (AttractorException e) {
      takeBack(e);
      throw e;
    }
  }

  /**
   * Of a line that was not written as a whole nothing may stay: the next one would be joined to it,
   * or have the same number.
   */
  private void takeBack(Exception why) {
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      journal.setLength(length);
    } catch (IOException e) {
      why.addSuppressed(e);
      close(); // nothing more is written; whoever opens it the next time cuts it off
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  /**
   * Reads all whole lines. A last line without an end was torn by a crash and does not count.
   *
   * @throws AttractorException when a whole line cannot be understood
   */
  public static List<JournalEntry> read(Path file) {
    Contents found = readable(file);
    if (found.damage().isPresent()) {
      throw found.damage().get();
    }
    return found.entries();
  }

  /**
   * What can be read of a journal.
   *
   * @param entries up to the first line that cannot be understood
   * @param damage what is wrong with that line
   */
  public record Contents(List<JournalEntry> entries, Optional<AttractorException> damage) {
    public Contents {
      entries = List.copyOf(entries);
    }
  }

  /** Reads the whole lines up to the first that cannot be understood: none is skipped. */
  public static Contents readable(Path file) {
    List<JournalEntry> entries = new ArrayList<>();
    try (InputStream in = opened(file)) {
      WholeLines lines = new WholeLines(in);
      for (Optional<JournalEntry> next = entry(file, 1, lines);
          next.isPresent();
          next = entry(file, entries.size() + 1L, lines)) {
        entries.add(next.get());
      }
      return new Contents(entries, Optional.empty());
    } catch (AttractorException e) {
      return new Contents(entries, Optional.of(e));
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private static InputStream opened(Path file) throws IOException {
    FromOutside.mustBeFile(file);
    return Files.newInputStream(file);
  }

  /** Returns whether there is a first whole line; reads no more than that. */
  public static boolean hasLine(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = opened(file)) {
      return new WholeLines(in).next().isPresent();
    } catch (IllegalArgumentException e) {
      return true; // it is longer than a line of ours, and somebody's
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  /**
   * Cuts off a torn last line of a journal that was read, so that the next append begins a line of
   * its own.
   */
  public static void cutTornTail(Path file) {
    OwnFiles.mustBeNoLink(file);
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      long whole = endOfLastLine(journal);
      if (journal.length() > whole) {
        journal.setLength(whole);
        journal.getFD().sync();
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  private static long endOfLastLine(RandomAccessFile journal) throws IOException {
    byte[] piece = new byte[1 << 16];
    for (long end = journal.length(); end > 0; ) {
      long begin = Math.max(0, end - piece.length);
      journal.seek(begin);
      journal.readFully(piece, 0, (int) (end - begin));
      for (int at = (int) (end - begin); at > 0; at--) {
        if (piece[at - 1] == '\n') {
          return begin + at;
        }
      }
      end = begin;
    }
    return 0;
  }

  /** Returns the complaint that a journal cannot be read. */
  public static AttractorException cannotRead(Path file, IOException e) {
    return AttractorException.machine(
        "cannot read the journal %s: %s".formatted(file, AtomicFile.describe(e)),
        "check the rights on it and on its folder",
        e);
  }

  /** Reads the line with this number. */
  static JournalEntry parse(Path file, long number, String line) {
    return parse(file, "line " + number, () -> numbered(number, line));
  }

  /** Reads the next line, which has this number; returns nothing when there is none. */
  static Optional<JournalEntry> entry(Path file, long number, WholeLines lines) {
    return parse(file, "line " + number, () -> lines.next().map(line -> numbered(number, line)));
  }

  private static JournalEntry numbered(long number, String line) {
    JournalEntry entry = EventJson.read(Json.LINE.readTree(line));
    if (entry.seq() != number) {
      throw new IllegalArgumentException("it says seq " + entry.seq());
    }
    return entry;
  }

  /** Reads a last line, whose number nobody knows. */
  static JournalEntry parse(Path file, String line) {
    return parse(file, "the last line", () -> EventJson.read(Json.LINE.readTree(line)));
  }

  private static <T> T parse(Path file, String which, FromOutside.Reading<T> reading) {
    return FromOutside.read(
        reading,
        (why, e) ->
            AttractorException.machine(
                "%s of the journal %s cannot be understood: %s".formatted(which, file, why),
                "it was changed by hand, damaged, or written by a newer version: use that version,"
                    + " restore the line, or have the run from its repository with: attractor resume"
                    + " --run-branch",
                e));
  }
}
