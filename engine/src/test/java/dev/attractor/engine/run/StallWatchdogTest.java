package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.RunLimits;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.usecase.RunObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time passes only where a test says so. */
@Timeout(60)
class StallWatchdogTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration NEARLY = Duration.ofMinutes(9);
  private static final Attempt A = new Attempt(new NodeId("a"), 1, 1);
  private static final RunEvent STARTED = new RunEvent.StageAttemptStarted(A);
  private static final RunEvent ASKED =
      new RunEvent.InterviewStarted(
          new NodeId("a"), "Go on?", List.of("Yes"), Optional.of(new QuestionId("a-v1-a1")), "t");

  private final AtomicReference<Duration> now = new AtomicReference<>(Duration.ZERO);
  private final CountedLooks looks = new CountedLooks();
  private final StallWatchdog watchdog =
      new StallWatchdog(
          new RunLimits(
              Optional.empty(),
              Optional.of(LIMIT),
              Optional.of(Duration.ofMillis(1)),
              OptionalInt.empty()),
          () -> {
            looks.one();
            return now.get();
          },
          new RunObserver() {},
          new Cancellation());
  private final RunObserver run = watchdog.observer();

  private volatile Consumer<RunEvent> journal = _ -> {};

  StallWatchdogTest() {
    watchdog.watch(note -> journal.accept(note));
  }

  @AfterEach
  void close() {
    watchdog.close();
  }

  /** The watchdog asks for the time once in each look. */
  private static final class CountedLooks {
    private int count;

    synchronized void one() {
      count++;
      notifyAll();
    }

    /** The first may have begun before, but the second not, and the third after that was done. */
    synchronized void awaitAWholeOne() throws InterruptedException {
      int before = count;
      while (count < before + 3) {
        wait();
      }
    }
  }

  private boolean isStoppedAfter(Duration time) throws InterruptedException {
    now.updateAndGet(before -> before.plus(time));
    looks.awaitAWholeOne();
    return watchdog.cancellation().isRequested();
  }

  private static void tell(RunObserver observer, RunEvent event) {
    observer.happened(new JournalEntry(1, Instant.EPOCH, event));
  }

  @Test
  void aRunInWhichNothingHappensIsStopped() throws InterruptedException {
    assertThat(isStoppedAfter(NEARLY)).isFalse();
    assertThat(isStoppedAfter(NEARLY)).isTrue();
    assertThat(watchdog.cancellation().reason()).contains("nothing has happened for 600000 ms");
  }

  @Test
  void itIsStoppedAlsoWhereThatCannotBeWrittenDown() throws InterruptedException {
    journal =
        _ -> {
          throw AttractorException.machine("the disk is full", "");
        };
    now.set(LIMIT.plusMillis(1));
    CountDownLatch stopped = new CountDownLatch(1);
    watchdog.cancellation().onRequest(stopped::countDown);
    stopped.await();
    assertThatThrownBy(watchdog::close).hasMessage("the disk is full");
  }

  @Test
  void toBeAliveIsNotToBeAtWork() throws InterruptedException {
    assertThat(isStoppedAfter(NEARLY)).isFalse();
    tell(run, new RunEvent.StageHeartbeat(A, NEARLY, 1));
    assertThat(isStoppedAfter(NEARLY)).isFalse();
    tell(run, new RunEvent.StageHeartbeat(A, NEARLY, 0));
    assertThat(isStoppedAfter(NEARLY)).isTrue();
  }

  @Test
  void whatHappensInARunInsideCounts() throws InterruptedException {
    RunObserver inner =
        run.inner("branch", new RunId("night.branch"))
            .inner("part", new RunId("night.branch.part"));
    for (int i = 0; i < 3; i++) {
      tell(inner, STARTED);
      assertThat(isStoppedAfter(NEARLY)).isFalse();
    }
    assertThat(isStoppedAfter(NEARLY)).isTrue();
  }

  @Test
  void theTimeToTryAgainIsNoStallWhateverHappensElsewhere() throws InterruptedException {
    tell(
        run.inner("b", new RunId("night.b")), new RunEvent.StageRetrySleep(A, Duration.ofHours(1)));
    tell(run.inner("c", new RunId("night.c")), STARTED);
    assertThat(isStoppedAfter(Duration.ofHours(1))).isFalse();
    assertThat(isStoppedAfter(LIMIT.plusMillis(1))).isTrue();
  }

  @Test
  void setupHasALimitOfItsOwn() throws InterruptedException {
    run.inner("b", new RunId("night.b"))
        .preparing(new SetupConfig(List.of("make"), Duration.ofHours(1)));
    assertThat(isStoppedAfter(Duration.ofHours(1))).isFalse();
    assertThat(isStoppedAfter(LIMIT.plusMillis(1))).isTrue();
  }

  @Test
  void waitingForAPersonIsNoStall() throws InterruptedException {
    RunObserver one = run.inner("b", new RunId("night.b"));
    RunObserver other = run.inner("c", new RunId("night.c"));
    tell(one, ASKED);
    tell(other, ASKED);
    assertThat(isStoppedAfter(Duration.ofDays(1))).isFalse();
    tell(one, new RunEvent.RunCanceled("another branch was first"));
    assertThat(isStoppedAfter(Duration.ofDays(1))).isFalse();
    tell(other, new RunEvent.RunCanceled("another branch was first"));
    assertThat(isStoppedAfter(NEARLY)).isFalse();
    assertThat(isStoppedAfter(NEARLY)).isTrue();
  }
}
