package dev.attractor.domain.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.attractor.domain.LargePipelines;
import dev.attractor.domain.PipelineText;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.outcome.Outcome;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Work is counted in the bytes that it takes, which no other process on the machine changes. */
class SimulationSizeTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long work(int fanOuts) {
    ValidPipeline pipeline =
        PipelineText.valid(LargePipelines.fanOutsInARow(fanOuts, "tripleoctagon"));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Simulation.Result result = Simulation.run(pipeline, _ -> Outcome.success(), 1_000_000);
    long work = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(result.state().end()).isPresent();
    assertThat(result.branches()).hasSize(2 * fanOuts);
    return work;
  }

  @Test
  void eightTimesAsManyFanOutsAreNotMuchMoreThanEightTimesTheWork() {
    work(100); // classes are loaded once

    assertThat((double) work(800) / work(100)).isLessThan(16);
  }
}
