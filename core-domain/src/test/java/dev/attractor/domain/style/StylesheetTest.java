package dev.attractor.domain.style;

import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.compile.ValidPipeline;
import dev.attractor.domain.pipeline.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The model stylesheet: specificity and precedence. */
class StylesheetTest {
  private static final String SHEET =
      """
      model_stylesheet="
        /* for all */ * { model: base; provider: anthropic; }
        box { llm_model: boxed; }
        .hard { llm_model: big; reasoning_effort: high; }
        .loop-a { llm_model: looped; }
        #special { llm_model: \\"one of a kind\\" }
      "
      start [shape=Mdiamond] exit [shape=Msquare]
      plain [prompt=x]
      star [shape=star prompt=x]
      hard [prompt=x class=hard]
      special [prompt=x class="hard"]
      own [prompt=x class=hard llm_model=mine]
      subgraph s { label="Loop A" inner [prompt=x class=hard] }
      start -> plain -> star -> hard -> special -> own -> inner -> exit
      """;

  @ParameterizedTest
  @CsvSource({
    "plain,boxed,''",
    "star,base,''",
    "hard,big,high",
    "special,one of a kind,high",
    "own,mine,high",
    "inner,looped,high"
  })
  void theMoreSpecificSelectorWinsAndTheNodesOwnAttributeOverAll(
      NodeId node, String model, String effort) {
    ValidPipeline pipeline = valid(SHEET);

    assertThat(pipeline.node(node).attributes().text("llm_model")).isEqualTo(model);
    assertThat(pipeline.node(node).attributes().text("reasoning_effort")).isEqualTo(effort);
    assertThat(pipeline.node(node).attributes().text("llm_provider")).isEqualTo("anthropic");
  }

  @Test
  void amongEqualsTheLaterRuleWins() {
    ValidPipeline pipeline =
        valid(
            "model_stylesheet=\".a { model: one; } .b { model: two; }\""
                + " start exit n [prompt=x class=\"b a\"] start -> n -> exit");

    assertThat(pipeline.node(new NodeId("n")).attributes().text("llm_model")).isEqualTo("two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* model: x",
        "* { model }",
        "* { colour: red; }",
        "* { model: x; } trailing",
        "{}"
      })
  void anythingElseIsASyntaxError(String text) {
    assertThatThrownBy(() -> Stylesheet.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
