package dev.attractor.fs.journal;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.secret.RedactedFacts;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/** {@code progress.ndjson}: one fact a line, on disk before its effects are visible. */
public final class NdjsonJournal implements Journal, AutoCloseable {
  private static final int LONGEST_SHOWN = 300;

  private final Path file;
  private final Path live;
  private final String runId;
  private final InstantSource clock;
  private final RedactedFacts facts;
  private final FileOutputStream out;
  private long lastSeq;
  private long length;

  private NdjsonJournal(
      Path file,
      String runId,
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
      Path file, String runId, InstantSource clock, RedactedFacts facts, long lastSeq) {
    try {
      FileOutputStream out = new FileOutputStream(file.toFile(), true);
      return new NdjsonJournal(file, runId, clock, facts, out, lastSeq, Files.size(file));
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  /** Opens the journal of a run inside this one. */
  public NdjsonJournal beside(Path other, String otherRunId, long otherLastSeq) {
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
          "a fact is not written into %s, since it could not be read again: %s"
              .formatted(file, cut(line)),
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
    String text = wholeLines(file);
    List<JournalEntry> entries = new ArrayList<>();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      long expected = entries.size() + 1L;
      JournalEntry entry = parse(file, expected, line);
      if (entry.seq() != expected) {
        throw damaged(file, expected, new IllegalArgumentException("it says seq " + entry.seq()));
      }
      entries.add(entry);
    }
    return entries;
  }

  /** Cuts off a torn last line, so that the next append begins a line of its own. */
  public static void cutTornTail(Path file) {
    long whole = wholeLines(file).getBytes(StandardCharsets.UTF_8).length;
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      if (journal.length() > whole) {
        journal.setLength(whole);
        journal.getFD().sync();
      }
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  private static String wholeLines(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      return new String(bytes, 0, end, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw AttractorException.machine(
          "cannot read the journal %s: %s".formatted(file, AtomicFile.describe(e)), "", e);
    }
  }

  private static JournalEntry parse(Path file, long number, String line) {
    try {
      return EventJson.read(Json.LINE.readTree(line));
    } catch (JacksonException | IllegalArgumentException | java.time.DateTimeException e) {
      throw damaged(file, number, e);
    }
  }

  private static AttractorException damaged(Path file, long number, RuntimeException e) {
    return AttractorException.machine(
        "line %d of the journal %s cannot be understood: %s"
            .formatted(number, file, e.getMessage()),
        "it was changed by hand or written by a newer version; use that version, or restore it",
        e);
  }
}
