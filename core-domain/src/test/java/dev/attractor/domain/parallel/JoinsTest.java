package dev.attractor.domain.parallel;

import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.LargePipelines;
import dev.attractor.domain.PipelineText;
import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.source.Diagnostic;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §7, "Where branches meet", in pipelines of any size. */
class JoinsTest {
  private static String join(ValidPipeline pipeline, String fanOut) {
    return pipeline.fanOut(new NodeId(fanOut)).join().orElseThrow().value();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 4_000})
  void eachOfManyFanOutsInARowMeetsInItsOwnJoin(int count) {
    ValidPipeline pipeline = valid(LargePipelines.fanOutsInARow(count, "tripleoctagon"));

    for (int i = 0; i < count; i++) {
      assertThat(join(pipeline, "f" + i)).isEqualTo("j" + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 4_000})
  void eachOfManyBoxesInARowGetsItsJoin(int count) {
    ValidPipeline pipeline = valid(LargePipelines.fanOutsInARow(count, "box"));

    for (int i = 0; i < count; i++) {
      assertThat(join(pipeline, "f" + i)).isEqualTo("j" + i + "_join");
    }
  }

  @Test
  void fanOutsTwelveDeepThatMeetInOneBoxGetAJoinEachInsideOneAnother() {
    ValidPipeline pipeline = valid(LargePipelines.nestedFanOuts(12));

    Set<String> joins = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      String join = join(pipeline, "f" + i);
      joins.add(join);
      assertThat(join).hasSizeLessThan(12);
      assertThat(pipeline.graph().outgoing(new NodeId(join)))
          .singleElement()
          .satisfies(edge ->
              assertThat(joins.contains(edge.to().value()) || edge.to().value().equals("m"))
                  .isTrue());
      assertThat(pipeline.graph().outgoing(new NodeId("a" + i)))
          .singleElement()
          .satisfies(edge -> assertThat(edge.to()).hasToString(join));
    }
    assertThat(joins).hasSize(12);
  }

  @Test
  void fanOutsFiveHundredDeepAreLookedThroughToBeRefused() {
    assertThat(PipelineText.compile(LargePipelines.nestedFanOuts(500)).diagnostics())
        .extracting(Diagnostic::rule)
        .contains("nested_id_length");
  }

  @Test
  void branchesThatMayEndElsewhereStillMeetInTheJoinDrawnForThem() {
    ValidPipeline pipeline =
        valid(
            LargePipelines.fanOutsInARow(1_000, "tripleoctagon")
                + "bad [shape=Msquare] a500 -> bad [condition=\"outcome=fail\"]");

    assertThat(join(pipeline, "f499")).isEqualTo("j499");
    assertThat(join(pipeline, "f500")).isEqualTo("j500");
  }

  @Test
  void fiveThousandBranchesMeet() {
    assertThat(
            join(
                valid(
                    LargePipelines.edgesFromOne(5_000, "shape=component", _ -> "")
                            .replace("-> exit", "-> sum")
                        + "sum [prompt=x] sum -> exit"),
                "hub"))
        .isEqualTo("sum_join");
  }

  @Test
  void aFanOutThatOnlyARetryTargetLeadsToGetsItsJoin() {
    assertThat(
            join(
                valid(
                    "retry_target=again start exit again [shape=component] a [prompt=x] b [prompt=x]"
                        + " sum [prompt=x] start -> sum -> exit again -> a -> sum again -> b -> sum"),
                "again"))
        .isEqualTo("sum_join");
  }
}
