package dev.attractor.domain.simulate;

import static dev.attractor.domain.PipelineText.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.RunEnd;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final String LOOP =
      "start [shape=Mdiamond] exit [shape=Msquare] a [prompt=x] start -> a"
          + " a -> a [condition=\"outcome=fail\"] a -> exit [condition=\"outcome=success\"]";

  @Test
  void aScriptsOutcomesComeInTheirOrderAndTheLastIsRepeated() {
    Outcome red = Outcome.fail(FailureClass.DETERMINISTIC, "red");
    Outcome blue = Outcome.fail(FailureClass.DETERMINISTIC, "blue");
    OutcomeScript script =
        new OutcomeScript(Map.of(new NodeId("a"), List.of(red, blue, Outcome.success())));

    Simulation.Result result = Simulation.run(valid(LOOP), script.start(), 1_000);

    assertThat(result.state().end())
        .contains(new RunEnd.Succeeded(Optional.of(new NodeId("exit"))));
    assertThat(result.state().completed().nodes())
        .extracting(NodeId::value)
        .containsExactly("start", "a", "a", "a", "exit");
  }

  @Test
  void aRunThatWouldNotEndIsLeftAtTheLimit() {
    Simulation.Result result =
        Simulation.run(
            valid(LOOP.replace("outcome=fail", "outcome=success\" weight=\"1")),
            _ -> Outcome.success(),
            500);

    assertThat(result.state().end()).isEqualTo(Optional.empty());
    assertThat(result.facts().size()).isBetween(500, 510);
  }
}
