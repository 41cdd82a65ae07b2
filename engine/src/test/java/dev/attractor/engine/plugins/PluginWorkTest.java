package dev.attractor.engine.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.process.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a plugin's own code is waited for. */
@Timeout(60)
class PluginWorkTest {
  private static final Optional<Duration> SOON = Optional.of(Duration.ofMillis(1));
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofDays(1);

  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  private Outcome work(
      Optional<Duration> timeout, Duration patience, Duration lastChance, Supplier<Outcome> code) {
    return new PluginWork(
            "the stage type x", timeout, cancellation, warnings::add, patience, lastChance)
        .result(code, Outcome::fail);
  }

  /** Heeds an interrupt, as code that waits for something does. */
  private Outcome waits() {
    begun.countDown();
    try {
      released.await();
      return Outcome.success();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome heedsNothing() {
    while (released.getCount() > 0) {
      Thread.onSpinWait();
    }
    return Outcome.success();
  }

  @Test
  void whatTheCodeGivesOrThrowsCounts() {
    assertThat(work(Optional.empty(), LONG, LONG, Outcome::success)).isEqualTo(Outcome.success());
    assertThatThrownBy(() ->
            work(
                Optional.empty(),
                LONG,
                LONG,
                () -> {
                  throw AttractorException.machine("the disk is full", "");
                }))
        .isInstanceOf(AttractorException.class)
        .hasMessage("the disk is full");
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatEndsByItselfAfterAStopKeepsItsOwnResult() {
    cancellation.onRequest(released::countDown);
    cancellation.request();

    assertThat(work(SOON, LONG, LONG, this::waits)).isEqualTo(Outcome.success());
  }

  @Test
  void codeThatIsNotDoneInTimeIsInterruptedAndTheStageHasTimedOut() {
    Outcome outcome = work(SOON, AT_ONCE, LONG, this::waits);

    assertThat(outcome.failure().orElseThrow().failureClass())
        .isEqualTo(FailureClass.TRANSIENT_INFRA);
    assertThat(outcome.failure().orElseThrow().reason())
        .isEqualTo("the stage type x has had its time of 1 ms and was interrupted: timeout");
    assertThat(cancellation.isRequested()).as("no program goes on for it").isTrue();
    assertThat(warnings).isEmpty();
  }

  @Test
  void codeThatDoesNotHearAStopIsInterruptedAndTheStageIsCanceled() throws Exception {
    Thread stop =
        Thread.ofVirtual()
            .start(() -> {
              try {
                begun.await();
                cancellation.request();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });

    Outcome outcome = work(Optional.empty(), AT_ONCE, LONG, this::waits);

    stop.join();
    assertThat(outcome.isCanceled()).isTrue();
  }

  @Test
  void codeThatHeedsNoInterruptIsLeftBehindWithAWarning() {
    Outcome outcome = work(SOON, AT_ONCE, AT_ONCE, this::heedsNothing);
    released.countDown();

    assertThat(outcome.failure().orElseThrow().failureClass())
        .isEqualTo(FailureClass.DETERMINISTIC);
    assertThat(outcome.failure().orElseThrow().reason()).contains("does not end");
    assertThat(warnings).singleElement().asString().contains("it was left behind");
  }
}
