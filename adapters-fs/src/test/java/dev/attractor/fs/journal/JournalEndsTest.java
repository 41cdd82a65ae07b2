package dev.attractor.fs.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.routing.HopSource;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.run.RunState;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.testkit.contract.RunContract;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a run stands is told from the ends of its journal, and as its fold tells it. */
class JournalEndsTest {
  private static final String COMMIT = "0123456789012345678901234567890123456789";

  @TempDir private Path home = Path.of("");

  /** Counts what is read. */
  private static final class Counted implements SeekableByteChannel {
    private final SeekableByteChannel file;
    private long bytes;

    Counted(Path file) throws IOException {
      this.file = Files.newByteChannel(file);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      int read = file.read(into);
      bytes += Math.max(read, 0);
      return read;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new AssertionError("nothing is written");
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long to) throws IOException {
      file.position(to);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new AssertionError("nothing is cut off");
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A run that goes from stage to stage, with so many of them, and a text of this length each. */
  private static List<RunEvent> stages(int count, int length) {
    List<RunEvent> events = new ArrayList<>(List.of(RunContract.RUN.started()));
    for (int n = 1; n <= count; n++) {
      Attempt attempt = Attempt.first(new NodeId("work"), n);
      events.add(new RunEvent.StageAttemptStarted(attempt));
      events.add(new RunEvent.Warning("ä".repeat(length)));
      events.add(
          new RunEvent.StageAttemptEnded(
              attempt, Outcome.success(), Duration.ZERO, Usage.NONE, Optional.empty(), COMMIT));
      events.add(new RunEvent.CheckpointSaved(attempt, COMMIT));
      events.add(hop("work", n % 3 == 0 ? "other" : "work"));
    }
    return events;
  }

  private static RunEvent hop(String from, String to) {
    return new RunEvent.EdgeSelected(
        new NodeId(from), new NodeId(to), "", HopSource.WEIGHT, Optional.empty(), Optional.empty());
  }

  private Path write(List<? extends RunEvent> events) throws IOException {
    Path file = home.resolve("progress.ndjson");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      long seq = 0;
      for (RunEvent event : events) {
        seq++;
        out.write(
            EventJson.write(new RunId("RUN"), new JournalEntry(seq, Instant.EPOCH, event)) + "\n");
      }
    }
    return file;
  }

  private Optional<List<JournalEntry>> read(Path file, long most) throws IOException {
    try (Counted channel = new Counted(file)) {
      Optional<List<JournalEntry>> found = JournalEnds.read(file, channel);
      assertThat(channel.bytes).as("bytes read of %d", Files.size(file)).isLessThanOrEqualTo(most);
      return found;
    }
  }

  private static RunState fold(List<JournalEntry> entries) {
    return RunState.fold(entries.stream().map(JournalEntry::event).toList());
  }

  @Test
  void ofALongJournalOnlyItsEndsAreRead() throws IOException {
    List<RunEvent> facts = stages(2_000, 5_000);
    Path file = write(facts);
    assertThat(Files.size(file)).isGreaterThan(20_000_000);

    List<JournalEntry> ends = read(file, 200_000).orElseThrow();

    assertThat(fold(ends).phase()).isEqualTo(RunState.fold(facts).phase());
    assertThat(ends.getLast().seq()).isEqualTo(facts.size());
  }

  @Test
  void moreIsReadWhereTheLastHopIsFarAway() throws IOException {
    List<RunEvent> facts = stages(300, 10_000);
    facts.addAll(stages(1, 1_000_000).subList(1, 3));
    facts.add(new RunEvent.RunCanceled("stopped"));
    Path file = write(facts);

    List<JournalEntry> ends = read(file, 6_000_000).orElseThrow();

    assertThat(fold(ends).phase()).isEqualTo(RunState.fold(facts).phase());
    assertThat(fold(ends).end()).isEqualTo(RunState.fold(facts).end()).isPresent();
  }

  @Test
  void ofAShortJournalOnlyTheLastLinesAreUnderstood() throws IOException {
    List<RunEvent> facts = stages(20, 10);

    List<JournalEntry> ends = read(write(facts), 100_000).orElseThrow();

    assertThat(ends).hasSize(2);
    assertThat(fold(ends).phase()).isEqualTo(RunState.fold(facts).phase());
  }

  @Test
  void aJournalThatHasNotComeToAHopIsForWhoReadsItWhole() throws IOException {
    assertThat(read(write(stages(1, 10).subList(0, 4)), 100_000)).isEmpty();
  }

  @Test
  void aTornLastLineDoesNotCount() throws IOException {
    List<RunEvent> facts = stages(200, 1_000);
    Path file = write(facts);
    Files.writeString(file, "{\"seq\":", StandardOpenOption.APPEND);

    assertThat(read(file, 200_000).orElseThrow().getLast().seq()).isEqualTo(facts.size());
  }

  @Test
  void damageInWhatIsReadIsTold() throws IOException {
    Path file = write(stages(200, 1_000));
    Files.writeString(file, "nonsense\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> read(file, 200_000))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("the last line of the journal " + file);
  }
}
