package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.testkit.memory.Seam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** SEMANTICS §7 and §12: a fan-out whose driver dies is resumed as if nothing had been. */
class FanOutCrashTest {
  /** Branches with a retry, a loop and a fan-out of their own, and a join that fails at first. */
  private static MemoryRun intricate(int maxParallel) {
    return new MemoryRun(
        """
        digraph t {
          start [shape=Mdiamond] exit [shape=Msquare]
          fan [shape=component max_parallel=%d] join [shape=tripleoctagon retry_target=plan]
          inner [shape=component max_parallel=%d] meet [shape=tripleoctagon]
          plan [prompt=x] a [prompt=x max_retries=1] a2 [prompt=x] b [prompt=x]
          x [prompt=x] y [prompt=x] after [prompt=x] verify [prompt=x]
          start -> plan -> fan
          fan -> a -> a2 -> join
          fan -> b -> inner
          inner -> x -> meet inner -> y -> meet
          meet -> after [condition="outcome=success"]
          after -> join
          join -> verify -> exit
        }
        """
            .formatted(maxParallel, maxParallel),
        attempt ->
            switch (attempt.toString()) {
              case "a#1.1" -> Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow");
              case "a2#1.1" -> Outcome.fail(FailureClass.DETERMINISTIC, "wrong");
              case "x#1.1" -> Outcome.fail(FailureClass.DETERMINISTIC, "worse");
              default -> Outcome.success();
            });
  }

  private static void assertSame(String when, MemoryRun run, MemoryRun expected) {
    assertThat(run.state().end()).as(when).isEqualTo(expected.state().end());
    assertThat(run.workspace().history()).as(when).isEqualTo(expected.workspace().history());
    assertThat(run.workspace().files()).as(when).isEqualTo(expected.workspace().files());
    assertThat(run.state().context()).as(when).isEqualTo(expected.state().context());
    assertThat(run.state().fanOuts()).as(when).isEqualTo(expected.state().fanOuts());
    assertThat(run.state().totals().usage()).as(when).isEqualTo(expected.state().totals().usage());
    assertThat(run.workspace().forks()).as(when).isEmpty();
    for (List<RunEvent> journal : run.journals()) {
      assertThat(
              journal.stream()
                  .filter(RunEvent.StageAttemptEnded.class::isInstance)
                  .map(fact -> ((RunEvent.StageAttemptEnded) fact).attempt()))
          .as(when)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void crashAtEverySeamThenResume() {
    MemoryRun expected = intricate(1);
    assertThat(expected.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    int points = expected.pointsPassed();
    assertThat(points).isGreaterThan(200);

    for (int point = 1; point <= points; point++) {
      MemoryRun run = intricate(1);
      run.crashAt(point);
      assertThatThrownBy(run::drive).isInstanceOf(Seam.Crash.class);
      run.heal();
      run.drive();
      assertSame("crash at point " + point, run, expected);
    }
  }

  @Test
  void crashAtEverySeamWhileBranchesRunSideBySide() {
    MemoryRun expected = intricate(0);
    assertThat(expected.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));

    for (int point = 1; point <= expected.pointsPassed(); point += 3) {
      MemoryRun run = intricate(0);
      run.crashAt(point);
      try {
        run.drive();
      } catch (Seam.Crash e) {
        run.heal();
        run.drive();
      }
      assertSame("crash at point " + point, run, expected);
    }
  }

  private static MemoryRun ranked() {
    return new MemoryRun(
        """
        digraph t {
          start [shape=Mdiamond] exit [shape=Msquare]
          fan [shape=component max_parallel=1] join [shape=tripleoctagon prompt="the shorter one"]
          a [prompt=x] b [prompt=x] verify [prompt=x]
          start -> fan fan -> a -> join fan -> b -> join join -> verify -> exit
        }
        """,
        attempt ->
            attempt.nodeId().value().equals("join")
                ? new Outcome(Outcome.success().status(), "b", List.of(), Map.of(), "")
                : Outcome.success());
  }

  /** What the agent of the join used and where it worked is not lost with its driver. */
  @Test
  void crashAtEverySeamOfAJoinWhoseAgentChooses() {
    MemoryRun expected = ranked();
    assertThat(expected.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(expected.workspace().files()).containsOnlyKeys("b", "verify");

    for (int point = 1; point <= expected.pointsPassed(); point++) {
      MemoryRun run = ranked();
      run.crashAt(point);
      assertThatThrownBy(run::drive).isInstanceOf(Seam.Crash.class);
      run.heal();
      run.drive();
      assertSame("crash at point " + point, run, expected);
      assertThat(run.state().sessions())
          .as("crash at point " + point)
          .isEqualTo(expected.state().sessions());
    }
  }

  private static MemoryRun units() {
    return new MemoryRun(
        """
        digraph t {
          start [shape=Mdiamond] exit [shape=Msquare]
          fan [shape=component max_parallel=1 take=all for_each="one\ntwo\nthree\nfour\nfive"]
          unit [prompt="$item" max_retries=1] check [prompt=x] join [shape=tripleoctagon]
          verify [prompt=x]
          start -> fan -> unit -> check -> join -> verify -> exit
        }
        """,
        attempt ->
            attempt.toString().equals("unit#1.1")
                ? Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow")
                : Outcome.success());
  }

  @Test
  void crashAtEverySeamOfAListWhoseWorkIsMerged() {
    MemoryRun expected = units();
    assertThat(expected.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(expected.workspace().files()).containsKeys("unit_1", "check_5", "verify");

    for (int point = 1; point <= expected.pointsPassed(); point++) {
      MemoryRun run = units();
      run.crashAt(point);
      assertThatThrownBy(run::drive).isInstanceOf(Seam.Crash.class);
      run.heal();
      run.drive();
      assertSame("crash at point " + point, run, expected);
      assertThat(run.workspace().head()).isEqualTo(expected.workspace().head());
    }
  }
}
