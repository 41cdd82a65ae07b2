package dev.attractor.domain.human;

import static dev.attractor.domain.PipelineText.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.outcome.Status;
import dev.attractor.domain.pipeline.Edge;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.routing.NextHopPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS §9: the choices of a question, and what a text means among them. */
class HumanGateTest {
  private static HumanGate gate(String edges) {
    return gate("", edges);
  }

  private static HumanGate gate(String attributes, String edges) {
    Pipeline pipeline = read("digraph g { n [shape=hexagon %s] %s }".formatted(attributes, edges));
    return HumanGate.of(pipeline, pipeline.node(new NodeId("n")));
  }

  private static String keys(String edges) {
    return gate(edges).choices().stream().map(Choice::key).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          n -> a [label="[Y] Yes"] n -> b [label="[N] No"]             | Y N
          n -> a [label="y) Yes"] n -> b [label="n - No"]              | Y N
          n -> a [label="[OK] Fine"] n -> b [label="Other"]            | OK O
          n -> a [label="[Ä] Ändern"] n -> b [label="Übergehen"]       | Ä Ü
          n -> go [label=Yes] n -> stop                                | Y S
          n -> a1 [label=Stop] n -> b1 [label=Start] n -> c1 [label=S] | T A S
          n -> a1 [label="-"] n -> b1 [label="+"]                      | 1 2
          """)
  void keysAreTheWrittenOnesElseFirstLettersMadeUnique(String edges, String keys) {
    assertThat(keys(edges)).isEqualTo(keys);
  }

  @Test
  void aKeyWrittenByTheAuthorBeatsTheFirstLettersOfOthers() {
    assertThat(keys("n -> a1 [label=Reject] n -> b1 [label=\"[R] Retry\"]")).isEqualTo("E R");
  }

  @Test
  void ofTwoWrittenKeysThatAreOneTheLaterGetsAnother() {
    HumanGate gate = gate("n -> a1 [label=\"[S] Ship\"] n -> b1 [label=\"[s] Stop\"]");

    assertThat(gate.choices().stream().map(Choice::key)).containsExactly("S", "T");
    assertThat(gate.contestedKeys()).containsExactly("S");
    assertThat(gate.choiceOf("s").orElseThrow().to()).hasToString("a1");
  }

  private static final String SHIP =
      "n -> ship [label=\"[A] Approve  it\"] n -> a [label=\"[R] Reject\"] n -> hold";

  @ParameterizedTest
  @CsvSource({
    "a, ship", // the key beats the id
    "A, ship",
    "' a ', ship",
    "[A] Approve  it, ship",
    "approve it, ship",
    "APPROVE   IT, ship",
    "ship, ship",
    "r, a",
    "reject, a",
    "H, hold",
    "hold, hold"
  })
  void aChoiceIsNamedByKeyLabelOrTarget(String text, NodeId target) {
    assertThat(gate(SHIP).choiceOf(text).map(Choice::to)).contains(target);
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "approve", "Ship", "[A]", "1", "yes", "n"})
  void whatIsNoChoiceNamesNone(String text) {
    assertThat(gate(SHIP).choiceOf(text)).isEmpty();
  }

  @Test
  void aTextThatFitsTwoChoicesEquallyNamesNone() {
    HumanGate twice = gate("n -> x [label=\"[D] Go on\"] n -> y [label=\"[S] Go on\"]");

    assertThat(twice.choiceOf("go on")).isEmpty();
    assertThat(twice.choiceOf("[s] go on").map(Choice::to)).contains(new NodeId("y"));
    assertThat(twice.choiceOf("d").map(Choice::to)).contains(new NodeId("x"));
  }

  @Test
  void aLetterThatNobodyWroteIsNeverTheNameOfAnotherChoice() {
    HumanGate gate = gate("n -> x [label=\"Be quick\"] n -> b [label=Wait]");

    assertThat(gate.choiceOf("b").map(Choice::to)).contains(new NodeId("b"));
    assertThat(gate.choiceOf("e").map(Choice::to)).contains(new NodeId("x"));
  }

  @Test
  void theDefaultChoiceIsNamedLikeAnyOther() {
    for (String name : List.of("F", "f", "Fix", "\"[F] Fix\"", "rework")) {
      HumanGate gate =
          gate(
              "human.default_choice=" + name,
              "n -> approved [label=\"[A] Approve\"] n -> rework [label=\"[F] Fix\"]");
      assertThat(gate.defaultChoice().map(Choice::to)).as(name).contains(new NodeId("rework"));
    }
    assertThat(gate("", "n -> a").defaultChoice()).isEmpty();
  }

  @Test
  void aTimeoutOnTheNodeMeansTheSameAsHumanTimeoutWhichWins() {
    assertThat(gate("timeout=5m", "n -> a").timeout()).contains(Duration.ofMinutes(5));
    assertThat(gate("timeout=5m human.timeout=1s", "n -> a").timeout())
        .contains(Duration.ofSeconds(1));
    assertThat(gate("n -> a").timeout()).isEmpty();
  }

  @Test
  void aChoiceWhoseOwnConditionDoesNotHoldMayNotBeChosen() {
    HumanGate gate =
        gate(
            "n -> a [label=Go condition=\"context.tests=passed\"] n -> b [label=Stop]"
                + " n -> c [label=Never condition=\"outcome=fail\"]"
                + " n -> d [label=This condition=\"preferred_label=This\"]");
    Map<String, String> context = Map.of("tests", "passed");

    assertThat(
            gate.edges().entrySet().stream()
                .filter(choice ->
                    NextHopPolicy.mayChoose(
                        choice.getValue(),
                        chosen(choice.getKey()),
                        name -> context.getOrDefault(name, "")))
                .map(choice -> choice.getKey().label()))
        .containsExactly("Go", "Stop", "This");
    assertThat(NextHopPolicy.mayChoose(first(gate), chosen(gate.choices().getFirst()), _ -> ""))
        .isFalse();
  }

  private static Edge first(HumanGate gate) {
    return gate.edges().values().iterator().next();
  }

  private static Outcome chosen(Choice choice) {
    return new Outcome(
        Status.Passed.SUCCESS, choice.label(), List.of(choice.to().value()), Map.of(), "");
  }
}
