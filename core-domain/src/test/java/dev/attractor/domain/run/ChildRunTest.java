package dev.attractor.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.supervision.Supervision;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildRunTest {
  /** What the linter lets a stop condition name is what a manager sees. */
  @Test
  void whatIsSeenOfAChildIsWhatAStopConditionMayName() {
    RunState child =
        RunState.begin(
            new RunEvent.RunStarted(
                new RunId("r.watch-v1-a1"),
                "p",
                new NodeId("start"),
                "d",
                "base",
                new BranchName("b"),
                Map.of(),
                Optional.empty()));

    assertThat(ChildRun.seen(child, false, Duration.ZERO, Duration.ZERO).keySet())
        .isEqualTo(Supervision.SEEN);
  }
}
