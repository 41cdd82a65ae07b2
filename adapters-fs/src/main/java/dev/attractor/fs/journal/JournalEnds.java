package dev.attractor.fs.journal;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The two ends of a journal, which tell where a run stands however long it is. */
public final class JournalEnds {
  private static final int FIRST_LOOK = 64 * 1024;
  private static final int MORE = 4;

  private final Path file;
  private final SeekableByteChannel channel;
  private final long length;

  private JournalEnds(Path file, SeekableByteChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.length = channel.size();
  }

  /**
   * Reads the first line and as many of the last ones as tell where the run stands.
   *
   * @param file what to call it in complaints
   * @return empty when nothing less than the whole journal tells it
   * @throws AttractorException when one of those lines cannot be understood
   */
  public static Optional<List<JournalEntry>> read(Path file, SeekableByteChannel channel)
      throws IOException {
    return new JournalEnds(file, channel).read();
  }

  private Optional<List<JournalEntry>> read() throws IOException {
    long begin = length;
    for (long look = FIRST_LOOK; begin > 0 && look <= WholeLines.LONGEST; look *= MORE) {
      begin = Math.max(0, length - look);
      List<JournalEntry> last = lastOnes(begin, textFrom(begin));
      if (!last.isEmpty()) {
        List<JournalEntry> both = new ArrayList<>(List.of(first()));
        both.addAll(last);
        return Optional.of(both);
      }
    }
    return Optional.empty();
  }

  /** Returns the fewest of the last lines that are enough; none when all of them are not. */
  private List<JournalEntry> lastOnes(long position, String text) {
    int begin = position == 0 ? -1 : text.indexOf('\n'); // the first there may be a piece of a line
    int end = text.lastIndexOf('\n'); // the last one was torn
    if (begin == end) {
      return List.of();
    }
    List<String> lines = text.substring(begin + 1, end).lines().toList();
    Deque<JournalEntry> found = new ArrayDeque<>();
    Deque<RunEvent> events = new ArrayDeque<>();
    for (String line : lines.reversed()) {
      found.addFirst(
          found.isEmpty()
              ? NdjsonJournal.parse(file, line)
              : NdjsonJournal.parse(file, found.getFirst().seq() - 1, line));
      events.addFirst(found.getFirst().event());
      if (RunState.tellWhereItStands(events)) {
        return List.copyOf(found);
      }
    }
    return List.of();
  }

  private JournalEntry first() throws IOException {
    channel.position(0);
    return NdjsonJournal.entry(file, 1, new WholeLines(Channels.newInputStream(channel)))
        .orElseThrow();
  }

  private String textFrom(long position) throws IOException {
    return new String(bytes(position, length - position), StandardCharsets.UTF_8);
  }

  private byte[] bytes(long position, long count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(Math.min(count, length - position)));
    channel.position(position);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // until all of it is there
    }
    return buffer.array();
  }
}
