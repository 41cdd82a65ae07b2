package dev.attractor.domain.parallel;

import static dev.attractor.domain.PipelineText.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SEMANTICS §7: which branches a fan-out opens and where they meet. */
class FanOutTest {
  private static final String KINDS =
      "fan [shape=component] inner [shape=component]"
          + " join [shape=tripleoctagon] join2 [shape=tripleoctagon] late [shape=tripleoctagon] ";

  private static FanOut fanOut(String statements) {
    Pipeline pipeline = read("digraph g { " + KINDS + statements + " }");
    return Optional.ofNullable(FanOut.allOf(pipeline).get(new NodeId("fan"))).orElseThrow();
  }

  private static Optional<String> join(String statements) {
    return fanOut(statements).join().map(NodeId::value);
  }

  private static boolean reaches(Pipeline pipeline, String first, String target) {
    return FanOut.branchReaches(
        pipeline,
        new NodeId(first),
        new NodeId(target),
        Set.of(new NodeId("join"), new NodeId("fan")));
  }

  @Test
  void oneBranchForEachNodeThatItsEdgesLeadTo() {
    FanOut fanOut = fanOut("fan -> b fan -> a [condition=\"outcome=fail\"] fan -> b a -> join");

    assertThat(fanOut.branches())
        .containsExactly(new Branch(1, new NodeId("b")), new Branch(2, new NodeId("a")));
    assertThat(fanOut.maxParallel()).isEqualTo(4);
  }

  @Test
  void branchesMeetAtTheNearestFanInThatAllCanReach() {
    assertThat(join("fan -> a -> join fan -> b -> join join -> late")).contains("join");
    assertThat(join("fan -> a -> join -> late fan -> b -> late")).contains("late");
    assertThat(join("fan -> a -> x -> join fan -> b -> join2 a -> join2 b -> y -> z -> join"))
        .as("two hops for the farther branch, not four")
        .contains("join2");
  }

  @Test
  void aBranchMayLeadStraightToTheJoin() {
    assertThat(join("fan -> join fan -> a -> join")).contains("join");
  }

  @Test
  void theJoinOfAFanOutInsideABranchIsNotTheJoinOfTheOuterOne() {
    assertThat(
            join(
                "fan -> a -> inner fan -> b -> inner inner -> x -> join2 inner -> y -> join2"
                    + " join2 -> join"))
        .contains("join");
  }

  @Test
  void branchesThatNeverMeetHaveNoJoin() {
    assertThat(join("fan -> a -> join fan -> b")).isEmpty();
    assertThat(join("fan -> a -> exit fan -> b -> exit")).isEmpty();
    assertThat(join("")).isEmpty();
    assertThat(join("fan -> a -> join [loop_restart=true] fan -> b -> join"))
        .as("a new iteration is no way to a join")
        .isEmpty();
  }

  @Test
  void fanOutsThatLeadToOneAnotherDoNotGoOnForEver() {
    assertThat(join("fan -> inner inner -> fan inner -> join fan -> join"))
        .as("whatever way is taken, it ends there")
        .contains("join");
    assertThat(
            join(
                "fan -> inner inner -> a inner -> b a -> join2 b -> join2 b -> fan"
                    + " join2 -> join fan -> join"))
        .contains("join");
  }

  @Test
  void aBranchReachesWhatLiesBeforeItsEnds() {
    Pipeline pipeline =
        read("digraph g { %s p -> fan fan -> a -> b -> join -> c b -> a b -> p }".formatted(KINDS));

    assertThat(reaches(pipeline, "a", "b")).isTrue();
    assertThat(reaches(pipeline, "b", "a")).as("in a circle").isTrue();
    assertThat(reaches(pipeline, "a", "p")).isTrue();
    assertThat(reaches(pipeline, "a", "c")).as("behind the join").isFalse();
    assertThat(reaches(pipeline, "a", "start")).isFalse();
  }
}
