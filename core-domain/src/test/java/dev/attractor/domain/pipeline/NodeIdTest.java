package dev.attractor.domain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids of nodes. */
class NodeIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "a-b", "a.b", "a/b", "..", "a b", "a\n", "ä", "$a"})
  void whatCouldBeAnythingButTheNameOfAFolderIsNoId(String text) {
    assertThatThrownBy(() -> new NodeId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the id of a node: " + text);
    assertThat(NodeId.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "Plan_2", "exit"})
  void lettersDigitsAndUnderscoresAreOne(String text) {
    assertThat(NodeId.of(text)).contains(new NodeId(text));
    assertThat(new NodeId(text)).hasToString(text);
  }

  @Test
  void theyAreInTheOrderOfTheirTexts() {
    assertThat(Stream.of("b", "a_1", "_", "B", "a").map(NodeId::new).sorted())
        .extracting(NodeId::value)
        .containsExactly("B", "_", "a", "a_1", "b");
  }
}
