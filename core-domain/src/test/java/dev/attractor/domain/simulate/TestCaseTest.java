package dev.attractor.domain.simulate;

import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.simulate.Expectation.Miss;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestCaseTest {
  private static final String LINE =
      "start [shape=Mdiamond] exit [shape=Msquare] a [prompt=x max_retries=1] start -> a"
          + " a -> exit [condition=\"outcome=success\"] ";

  private static Outcome fail(FailureClass failureClass, String reason) {
    return Outcome.fail(failureClass, reason);
  }

  private static TestCase.Result run(
      String pipeline, Map<NodeId, List<Outcome>> outcomes, Expectation... expected) {
    return new TestCase("one", new OutcomeScript(outcomes), Map.of(), List.of(expected))
        .run(valid(pipeline), Simulation::someItems);
  }

  private static Expectation path(String... nodes) {
    return new Expectation.Path(Stream.of(nodes).map(NodeId::new).toList());
  }

  private static Miss miss(String kind, String expected, String happened) {
    return new Miss(kind, expected, happened, OptionalInt.empty());
  }

  @Test
  void whatHappensAsExpectedHolds() {
    TestCase.Result result =
        run(
            LINE,
            Map.of(
                new NodeId("a"),
                List.of(fail(FailureClass.TRANSIENT_INFRA, "lost"), Outcome.success())),
            path("start", "a", "exit"),
            new Expectation.End("success"),
            new Expectation.Exit(new NodeId("exit")),
            new Expectation.Attempts(new NodeId("a"), 2),
            new Expectation.Never(new NodeId("b")));

    assertThat(result.misses()).isEmpty();
    assertThat(result.holds()).isTrue();
  }

  @Test
  void everyExpectationTellsWhatHappenedInstead() {
    TestCase.Result result =
        run(
            LINE,
            Map.of(new NodeId("a"), List.of(fail(FailureClass.DETERMINISTIC, "it is red"))),
            path("start", "a", "exit"),
            new Expectation.End("success"),
            new Expectation.Exit(new NodeId("exit")),
            new Expectation.Attempts(new NodeId("a"), 2),
            new Expectation.Attempts(new NodeId("exit"), 1),
            new Expectation.Never(new NodeId("a")),
            new Expectation.Reason("blue"));

    String ended = result.walk().ended();
    assertThat(ended).startsWith("fail (").contains("it is red");
    assertThat(result.misses())
        .containsExactly(
            new Miss("path", "start -> a -> exit", "start -> a", OptionalInt.of(2)),
            miss("end", "success", ended),
            miss("exit", "exit", "none: " + ended),
            miss("attempts", "2 of a", "1"),
            miss("attempts", "1 of exit", "0"),
            miss("never", "a", "it came to a"),
            miss("reason", "blue", ended));
  }

  @Test
  void theFirstDifferenceOfAWayIsFound() {
    assertThat(run(LINE, Map.of(), path("start", "b", "exit")).misses())
        .containsExactly(
            new Miss("path", "start -> b -> exit", "start -> a -> exit", OptionalInt.of(1)));
    assertThat(run(LINE, Map.of(), path("start", "a")).misses())
        .extracting(Miss::difference)
        .containsExactly(OptionalInt.of(2));
  }

  @Test
  void aFailureAndItsReasonAreExpectedToo() {
    assertThat(
            run(
                    LINE,
                    Map.of(new NodeId("a"), List.of(fail(FailureClass.DETERMINISTIC, "it is red"))),
                    new Expectation.End("fail"),
                    new Expectation.Reason("is red"))
                .holds())
        .isTrue();
    assertThat(run(LINE, Map.of(), new Expectation.Reason("red")).misses())
        .containsExactly(miss("reason", "red", "success"));
  }

  @Test
  void theContextThatARunBeginsWithDecidesAsInARun() {
    String forks =
        "start [shape=Mdiamond] exit [shape=Msquare] a [prompt=x] b [prompt=x]"
            + " start -> a [condition=\"context.mode=quick\"] start -> b"
            + " a -> exit b -> exit";

    TestCase.Result quick =
        new TestCase(
                "one",
                new OutcomeScript(Map.of()),
                Map.of("mode", "quick"),
                List.of(new Expectation.Never(new NodeId("b"))))
            .run(valid(forks), Simulation::someItems);

    assertThat(quick.misses()).isEmpty();
    assertThat(quick.walk().nodes())
        .extracting(NodeId::value)
        .containsExactly("start", "a", "exit");
    assertThat(run(forks, Map.of(), new Expectation.Never(new NodeId("a"))).holds()).isTrue();
  }

  @Test
  void branchesFollowTheirFanOutInTheOrderOfItsEdges() {
    String fans =
        "start [shape=Mdiamond] exit [shape=Msquare] fan [shape=component]"
            + " join [shape=tripleoctagon] a [prompt=x] b [prompt=x] c [prompt=x]"
            + " start -> fan fan -> b -> c -> join fan -> a -> join join -> exit";

    assertThat(run(fans, Map.of(), new Expectation.Attempts(new NodeId("c"), 1)).walk().nodes())
        .extracting(NodeId::value)
        .containsExactly("start", "fan", "b", "c", "a", "join", "exit");
  }

  @Test
  void aRunWithoutAnEndHoldsNothing() {
    String circle =
        "start [shape=Mdiamond] exit [shape=Msquare] a [prompt=x] start -> a"
            + " a -> a [weight=1] a -> exit [condition=\"outcome=never\"]";

    assertThat(run(circle, Map.of(), new Expectation.Never(new NodeId("exit"))).misses())
        .containsExactly(miss("end", "an end", "no end after 100000 facts"));
  }

  @Test
  void aCaseExpectsSomethingAndHasAName() {
    OutcomeScript nothing = new OutcomeScript(Map.of());

    assertThatThrownBy(() -> new TestCase("one", nothing, Map.of(), List.of()))
        .hasMessage("the case 'one' expects nothing");
    assertThatThrownBy(
            () -> new TestCase(" ", nothing, Map.of(), List.of(new Expectation.End("success"))))
        .hasMessage("a case has no name");
  }
}
