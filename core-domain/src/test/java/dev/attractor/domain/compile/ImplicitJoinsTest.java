package dev.attractor.domain.compile;

import static dev.attractor.domain.PipelineText.compile;
import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.NodeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEMANTICS §7, "Where branches meet". */
class ImplicitJoinsTest {
  private static final String FRAME =
      "start [shape=Mdiamond] exit [shape=Msquare] split [shape=component] a [prompt=x]"
          + " b [prompt=x] sum [prompt=x] start -> split split -> a split -> b ";

  private static List<String> edges(ValidPipeline pipeline) {
    return pipeline.graph().edges().stream().map(e -> e.from() + " -> " + e.to()).toList();
  }

  private static String join(ValidPipeline pipeline, String fanOut) {
    return pipeline.fanOut(new NodeId(fanOut)).join().orElseThrow().value();
  }

  @Test
  void aJoinIsPutBeforeTheBoxWhereBranchesMeet() {
    ValidPipeline pipeline = valid(FRAME + "a -> sum b -> sum sum -> exit");

    assertThat(join(pipeline, "split")).isEqualTo("sum_join");
    assertThat(pipeline.node(new NodeId("sum_join")).kind()).isEqualTo(NodeKind.FAN_IN);
    assertThat(edges(pipeline))
        .containsExactly(
            "start -> split",
            "split -> a",
            "split -> b",
            "a -> sum_join",
            "b -> sum_join",
            "sum -> exit",
            "sum_join -> sum");
    assertThat(pipeline.graph().edges().stream().map(Edge::index))
        .as("the index is the place")
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void itIsTheFirstNodeThatEveryWayComesThrough() {
    assertThat(
            join(
                valid(
                    FRAME
                        + "c [prompt=x] a -> c [condition=\"outcome=success\"] a -> sum"
                        + " c -> sum b -> sum sum -> d -> exit d [prompt=x]"),
                "split"))
        .isEqualTo("sum_join");
  }

  @Test
  void aJoinThatTheAuthorDrewIsTheJoin() {
    ValidPipeline pipeline =
        valid(FRAME + "j [shape=tripleoctagon] a -> sum b -> sum sum -> j -> exit");

    assertThat(join(pipeline, "split")).isEqualTo("j");
    assertThat(pipeline.graph().find(new NodeId("sum_join"))).isEmpty();
  }

  @Test
  void conditionsOnTheWayInStay() {
    ValidPipeline pipeline =
        valid(
            FRAME
                + "a -> sum [condition=\"outcome=success\"] a -> a [condition=\"outcome=fail\"]"
                + " b -> sum sum -> exit");

    assertThat(pipeline.graph().outgoing(new NodeId("a")))
        .extracting(e -> e.to().value(), Edge::conditionText)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("sum_join", "outcome=success"),
            org.assertj.core.groups.Tuple.tuple("a", "outcome=fail"));
  }

  @Test
  void anEdgeFromOutsideGoesRoundTheJoin() {
    ValidPipeline pipeline =
        valid(
            FRAME
                + "fix [prompt=x] a -> sum b -> sum sum -> exit [condition=\"outcome=success\"]"
                + " sum -> fix fix -> sum");

    assertThat(edges(pipeline)).contains("fix -> sum").doesNotContain("fix -> sum_join");
  }

  @Test
  void branchesThatMeetInTheExitAreJoinedBeforeIt() {
    assertThat(join(valid(FRAME + "a -> exit b -> exit sum -> exit a -> sum"), "split"))
        .isEqualTo("exit_join");
  }

  @Test
  void aNameThatIsTakenIsNotTakenAgain() {
    assertThat(
            join(
                valid(FRAME + "sum_join [prompt=x] a -> sum b -> sum sum -> sum_join -> exit"),
                "split"))
        .isEqualTo("sum_join_2");
  }

  @Test
  void fanOutsInsideOneAnotherThatMeetInOneBoxGetAJoinEach() {
    ValidPipeline pipeline =
        valid(
            FRAME
                + "inner [shape=component] c [prompt=x] d [prompt=x] a -> inner inner -> c -> sum"
                + " inner -> d -> sum b -> sum sum -> exit");

    assertThat(join(pipeline, "inner")).isNotEqualTo(join(pipeline, "split"));
    assertThat(edges(pipeline))
        .contains(join(pipeline, "inner") + " -> " + join(pipeline, "split"))
        .contains("b -> " + join(pipeline, "split"));
  }

  @Test
  void aFanOutInsideABranchThatSharesADrawnJoinGetsItsOwn() {
    ValidPipeline pipeline =
        valid(
            FRAME
                + "inner [shape=component] c [prompt=x] d [prompt=x] j [shape=tripleoctagon]"
                + " a -> inner inner -> c -> j inner -> d -> j b -> j j -> sum -> exit");

    assertThat(join(pipeline, "split")).isEqualTo("j");
    assertThat(join(pipeline, "inner")).isEqualTo("j_join");
    assertThat(edges(pipeline)).contains("j_join -> j", "c -> j_join", "b -> j");
  }

  @Test
  void branchesThatNeverMeetAreAnErrorAndNothingIsPutAnywhere() {
    assertThat(compile(FRAME + "bad [shape=Msquare] a -> sum -> exit b -> bad").diagnostics())
        .filteredOn(found -> found.isError())
        .extracting(found -> found.rule() + ": " + found.message())
        .containsExactly("fan_out_without_join: the branches of split never all meet");
  }

  @Test
  void withoutFanOutsNothingChanges() {
    assertThat(edges(valid("start exit a [prompt=x] start -> a -> exit")))
        .containsExactly("start -> a", "a -> exit");
  }

  @Test
  void aShortCutToTheJoinOfAnotherFanOutDoesNotHideTheBox() {
    ValidPipeline pipeline =
        valid(
            FRAME
                + "later [shape=component] c [prompt=x] d [prompt=x] j [shape=tripleoctagon]"
                + " a -> sum b -> sum sum -> later [condition=\"outcome=success\"] sum -> j"
                + " later -> c -> j later -> d -> j j -> exit");

    assertThat(join(pipeline, "split")).isEqualTo("sum_join");
    assertThat(join(pipeline, "later")).isEqualTo("j");
  }
}
