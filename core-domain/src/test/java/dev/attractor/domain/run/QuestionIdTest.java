package dev.attractor.domain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.pipeline.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of questions. */
class QuestionIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../ask", "a/b", "a b", "-a", "a..b", "a."})
  void whatWouldLieElsewhereIsNoId(String text) {
    assertThatThrownBy(() -> new QuestionId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'%s' cannot be the id of a question".formatted(text));
  }

  @Test
  void aQuestionIsCalledLikeTheAttemptThatAsksAndTheRunsThatItLiesIn() {
    Attempt attempt = Attempt.first(new NodeId("ask"), 2).next();

    assertThat(QuestionId.of(new RunId("RUN"), attempt)).hasToString("ask-v2-a2");
    assertThat(QuestionId.of(new RunId("RUN.fan-p1-b"), attempt)).hasToString("fan-p1-b.ask-v2-a2");
    assertThat(QuestionId.of(new RunId("RUN"), attempt).file()).isEqualTo("ask-v2-a2.json");
  }
}
