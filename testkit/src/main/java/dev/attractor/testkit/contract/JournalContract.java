package dev.attractor.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.journal.Journal;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.runfolder.RunFolder;
import dev.attractor.testkit.generate.AnyEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What a journal promises ({@link Journal}), as a class to extend.
 *
 * @since 0.1
 */
public abstract class JournalContract extends RunContract {
  private static final int THREADS = 4;
  private static final int FACTS_EACH = 25;

  /** For subclasses. */
  protected JournalContract() {}

  /** Has the driver of this folder die in the middle of writing a fact. */
  protected abstract void dieWhileAppending(RunFolder folder, RunEvent fact);

  @Test
  final void theFirstFactIsThereWhenTheRunHasBegun() {
    try (RunFolder folder = begin(RUN)) {
      assertThat(folder.entries()).extracting(JournalEntry::event).containsExactly(STARTED);
      assertThat(folder.entries()).extracting(JournalEntry::seq).containsExactly(1L);
    }
  }

  @Test
  final void factsOfEveryKindAreReadAsTheyWereAppendedAndInThatOrder() {
    List<JournalEntry> appended = new ArrayList<>();
    List<RunEvent> facts = new ArrayList<>(List.of(STARTED));
    try (RunFolder folder = begin(RUN)) {
      appended.addAll(folder.entries());
      AnyEvents any = new AnyEvents(1);
      for (Class<? extends RunEvent> kind : AnyEvents.kinds()) {
        if (kind != RunEvent.RunStarted.class) { // there is one in a journal, the first
          RunEvent fact = any.next(kind);
          facts.add(fact);
          appended.add(folder.journal().append(fact));
        }
      }
    }

    try (RunFolder folder = reopen()) {
      assertThat(folder.entries()).isEqualTo(appended);
      assertThat(folder.entries()).extracting(JournalEntry::event).isEqualTo(facts);
    }
  }

  @Test
  final void theNumbersAreThoseOfTheLinesWhoeverWritesThem() {
    try (RunFolder folder = begin(RUN)) {
      assertThat(folder.journal().append(new RunEvent.Warning("one")).seq()).isEqualTo(2);
    }
    try (RunFolder folder = reopen()) {
      assertThat(folder.journal().append(new RunEvent.Warning("two")).seq()).isEqualTo(3);
    }
    try (RunFolder folder = reopen()) {
      assertThat(folder.entries()).extracting(JournalEntry::seq).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  final void appendsOfSeveralThreadsLeaveNoGapAndMixNoLines() throws Exception {
    List<JournalEntry> appended = new ArrayList<>();
    try (RunFolder folder = begin(RUN);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      appended.addAll(folder.entries());
      Journal journal = folder.journal();
      List<Callable<List<JournalEntry>>> writers =
          Collections.nCopies(THREADS, () -> appendMany(journal));
      for (Future<List<JournalEntry>> written : threads.invokeAll(writers)) {
        appended.addAll(written.get());
      }
    }

    try (RunFolder folder = reopen()) {
      assertThat(folder.entries()).containsExactlyInAnyOrderElementsOf(appended);
      assertThat(folder.entries())
          .extracting(JournalEntry::seq)
          .isEqualTo(LongStream.rangeClosed(1, 1 + THREADS * FACTS_EACH).boxed().toList());
    }
  }

  private static List<JournalEntry> appendMany(Journal journal) {
    return IntStream.range(0, FACTS_EACH)
        .mapToObj(n -> journal.append(new RunEvent.Warning("fact " + n)))
        .toList();
  }

  @Test
  final void ofAFactThatItsDriverDidNotFinishWritingNothingStays() {
    try (RunFolder folder = begin(RUN)) {
      dieWhileAppending(folder, new RunEvent.Warning("torn"));
    }
    try (RunFolder folder = reopen()) {
      assertThat(folder.entries()).extracting(JournalEntry::event).containsExactly(STARTED);
      assertThat(folder.journal().append(new RunEvent.Warning("after")).seq()).isEqualTo(2);
    }
    try (RunFolder folder = reopen()) {
      assertThat(folder.entries())
          .extracting(JournalEntry::event)
          .containsExactly(STARTED, new RunEvent.Warning("after"));
    }
  }
}
