package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEnd;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.source.SourceText;
import dev.attractor.testkit.memory.Seam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * SEMANTICS §12: a driver that dies at any point of contact with the outside world loses no
 * finished stage, and the run ends as if nothing had happened.
 */
class CrashTest {
  private static final String GRAPH =
      """
      digraph t {
        loop_restart_persist_keys="kept"
        start [shape=Mdiamond] exit [shape=Msquare]
        plan [prompt=x max_retries=2]
        test [shape=parallelogram tool_command=x]
        check [shape=diamond]
        fix [prompt=x]
        gate [prompt=x goal_gate=true retry_target=fix]
        start -> plan -> test -> check
        check -> gate [condition="outcome=success"]
        check -> fix [condition="outcome=fail"]
        fix -> test
        gate -> exit
      }
      """;

  private static Outcome outcome(Attempt attempt) {
    return switch (attempt.toString()) {
      case "plan#1.1" -> Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow");
      case "test#1.1" -> Outcome.fail(FailureClass.DETERMINISTIC, "red");
      case "gate#1.1" -> Outcome.fail(FailureClass.DETERMINISTIC, "not good enough");
      default -> Outcome.success();
    };
  }

  private static MemoryRun undisturbed() {
    MemoryRun run = new MemoryRun(GRAPH, CrashTest::outcome);
    assertThat(run.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    return run;
  }

  @Test
  void crashAtEverySeamThenResume() {
    MemoryRun expected = undisturbed();
    int points = expected.pointsPassed();
    assertThat(points).isGreaterThan(80);

    for (int point = 1; point <= points; point++) {
      MemoryRun run = new MemoryRun(GRAPH, CrashTest::outcome);
      run.crashAt(point);
      boolean crashed = false;
      try {
        run.drive();
      } catch (Seam.Crash e) {
        crashed = true;
      }
      assertThat(crashed).as("point %d", point).isTrue();
      run.heal();
      assertThat(run.drive())
          .as("point %d", point)
          .isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
      assertSameRun("crash at point " + point, run, expected);
    }
  }

  /** A stage that is a pipeline of its own, which fails once inside and is repeated outside. */
  private static MemoryRun withPart() {
    PipelineSource part =
        new PipelineSource(
            new SourceText(
                "part.dot",
                """
                digraph part {
                  start [shape=Mdiamond] exit [shape=Msquare]
                  build [prompt=x max_retries=1] check [prompt=x]
                  start -> build -> check check -> exit [condition="outcome=success"]
                }
                """),
            Map.of());
    PipelineSource whole =
        new PipelineSource(
            new SourceText(
                "whole.dot",
                """
                digraph whole {
                  start [shape=Mdiamond] exit [shape=Msquare]
                  before [prompt=x] inner [type=pipeline pipeline_file="part.dot"] fix [prompt=x]
                  start -> before -> inner
                  inner -> exit [condition="outcome=success"]
                  inner -> fix [condition="outcome=fail"]
                  fix -> inner
                }
                """),
            Map.of(),
            Map.of("part.dot", part));
    int[] checks = {0};
    return new MemoryRun(
        whole,
        attempt ->
            switch (attempt.toString()) {
              case "build#1.1" -> Outcome.fail(FailureClass.TRANSIENT_INFRA, "slow");
              case "check#1.1" ->
                  checks[0]++ == 0
                      ? Outcome.fail(FailureClass.DETERMINISTIC, "not yet")
                      : Outcome.success();
              default -> Outcome.success();
            });
  }

  @Test
  void aStageThatIsARunOfItsOwnIsAsSafe() {
    MemoryRun expected = withPart();
    assertThat(expected.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(expected.workspace().history())
        .containsExactly(
            "start#1.1 success",
            "before#1.1 success", //
            "start#1.1 success",
            "build#1.2 success",
            "check#1.1 fail",
            "inner#1.1 fail",
            "fix#1.1 success", //
            "start#1.1 success",
            "build#1.2 success",
            "check#1.1 success",
            "exit#1.1 success",
            "inner#2.1 success",
            "exit#1.1 success");
    assertThat(expected.executed().stream().filter(a -> a.startsWith("check"))).hasSize(2);
  }

  @Test
  void crashInsideAStageThatIsARunOfItsOwn() {
    String dot =
        """
        digraph whole {
          start [shape=Mdiamond] exit [shape=Msquare]
          before [prompt=x] inner [type=pipeline pipeline_file="part.dot"] after [prompt=x]
          start -> before -> inner -> after -> exit
        }
        """;
    PipelineSource source =
        new PipelineSource(
            new SourceText("whole.dot", dot),
            Map.of(),
            Map.of("part.dot", new PipelineSource(new SourceText("part.dot", GRAPH), Map.of())));
    MemoryRun expected = new MemoryRun(source, CrashTest::outcome);
    assertThat(expected.drive()).isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));

    for (int point = 1; point <= expected.pointsPassed(); point++) {
      MemoryRun run = new MemoryRun(source, CrashTest::outcome);
      run.crashAt(point);
      try {
        run.drive();
      } catch (Seam.Crash e) {
        run.heal();
        assertThat(run.drive())
            .as("point %d", point)
            .isEqualTo(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
      }
      assertSameRun("crash at point " + point, run, expected);
    }
  }

  @Test
  void crashAgainAndAgain() {
    MemoryRun expected = undisturbed();

    for (int distance = 3; distance < 40; distance++) {
      MemoryRun run = new MemoryRun(GRAPH, CrashTest::outcome);
      boolean ended = false;
      for (int tries = 0; !ended && tries < 500; tries++) {
        run.crashAt(distance + tries); // further each time, so that the run gets on
        try {
          run.drive();
          ended = true;
        } catch (Seam.Crash e) {
          ended = false;
        }
      }
      assertThat(ended).isTrue();
      assertSameRun("crash every %d points".formatted(distance), run, expected);
    }
  }

  private static void assertSameRun(String when, MemoryRun run, MemoryRun expected) {
    assertThat(run.workspace().history()).as(when).isEqualTo(expected.workspace().history());
    assertThat(run.workspace().files()).as(when).isEqualTo(expected.workspace().files());
    assertThat(run.state().context()).as(when).isEqualTo(expected.state().context());
    assertThat(run.state().visits()).as(when).isEqualTo(expected.state().visits());
    assertThat(run.state().completed()).as(when).isEqualTo(expected.state().completed());
    assertThat(run.state().end()).as(when).isEqualTo(expected.state().end());
    assertThat(path(run)).as(when).isEqualTo(path(expected));
    assertThat(run.facts().getLast()).as(when).isInstanceOf(RunEvent.RunCompleted.class);
    assertNoFinishedAttemptRanAgain(when, run);
  }

  private static List<RunEvent> path(MemoryRun run) {
    return run.facts().stream()
        .filter(e -> e instanceof RunEvent.EdgeSelected || e instanceof RunEvent.StageAttemptEnded)
        .toList();
  }

  private static void assertNoFinishedAttemptRanAgain(String when, MemoryRun run) {
    List<Attempt> ended =
        run.facts().stream()
            .filter(e -> e instanceof RunEvent.StageAttemptEnded)
            .map(e -> ((RunEvent.StageAttemptEnded) e).attempt())
            .toList();
    assertThat(ended).as(when).doesNotHaveDuplicates();
  }
}
