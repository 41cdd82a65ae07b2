package dev.attractor.engine.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.AttractorException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** The event {@code stage_heartbeat}. */
class HeartbeatTest {
  private static final Attempt ATTEMPT = Attempt.first(new NodeId("work"), 1);

  private final BlockingQueue<RunEvent.Observation> told = new LinkedBlockingQueue<>();

  @Test
  void tellsHowLongTheStageHasWorkedAndHowMuchItPrinted() throws InterruptedException {
    Duration interval = Duration.ofMillis(20);
    try (Heartbeat heartbeat = new Heartbeat(ATTEMPT, interval, told::add)) {
      assertThat(told.take()).isEqualTo(new RunEvent.StageHeartbeat(ATTEMPT, interval, 0));
      heartbeat.line();
      heartbeat.line();
      long lines = 0;
      while (lines < 2) {
        lines += ((RunEvent.StageHeartbeat) told.take()).lines();
      }
      assertThat(lines).isEqualTo(2);
    }
  }

  @Test
  void tellsNothingWhenTheStageEndsBeforeTheFirstBeat() {
    new Heartbeat(ATTEMPT, Duration.ofDays(1), told::add).close();

    assertThat(told).isEmpty();
  }

  @Test
  void aBeatThatCannotBeWrittenDownCostsNoStage() throws InterruptedException {
    CountDownLatch refused = new CountDownLatch(2);
    try (Heartbeat heartbeat =
        new Heartbeat(
            ATTEMPT,
            Duration.ofMillis(1),
            _ -> {
              refused.countDown();
              throw AttractorException.machine("the disk is full", "");
            })) {
      heartbeat.line();
      refused.await();
    }
  }

  @Test
  void aDefectIsNotLost() {
    CountDownLatch failed = new CountDownLatch(1);
    Heartbeat heartbeat =
        new Heartbeat(
            ATTEMPT,
            Duration.ofMillis(1),
            _ -> {
              failed.countDown();
              throw new IllegalStateException("a defect");
            });

    assertThatThrownBy(
            () -> {
              failed.await();
              heartbeat.close();
            })
        .hasMessage("a defect");
  }
}
