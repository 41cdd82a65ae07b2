package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands that read tell programs the same as people, in one object. */
class JsonOutputTest {
  private static final String FAN_OUT =
      "fan [shape=component] join [shape=tripleoctagon]"
          + " a [shape=parallelogram tool_command=\"echo x >x\"]"
          + " b [shape=parallelogram tool_command=\"exit 1\"]"
          + " start -> fan fan -> a -> join fan -> b -> join join -> exit";

  @RegisterExtension private final Workbench bench = new Workbench();

  private JsonNode json(String... command) {
    Workbench.Result result = bench.attractor(command);
    assertThat(result.out().lines()).as("one object: %s", result.err()).hasSize(1);
    return JsonMapper.shared().readTree(result.out());
  }

  @Test
  void whatIsToldOfARun() throws IOException {
    Workbench.Result run = bench.run(FAN_OUT, "--run-id", "night");
    assertThat(run.code()).as(run.err()).isZero();

    JsonNode explained = json("explain", "--json", "night");
    assertThat(explained.path("run_id").asString()).isEqualTo("night");
    assertThat(explained.path("decisions").get(0).path("line").asInt(0)).isPositive();
    assertThat(explained.path("decisions").get(0).path("rule").asString()).isNotEmpty();
    assertThat(explained.path("branches")).hasSize(2);

    JsonNode replayed = json("replay", "--json", "night");
    assertThat(replayed.path("follows").asBoolean(false)).isTrue();
    assertThat(replayed.path("facts").asInt(0)).isGreaterThan(10);
    assertThat(replayed.path("differences")).isEmpty();

    JsonNode changed = json("diff", "--json", "night");
    assertThat(changed.path("patch").asString()).contains("+x");
    assertThat(changed.path("to").asString()).hasSize(40);

    JsonNode status = json("status", "--json", "night");
    assertThat(status.path("cost_usd").decimalValue()).isZero();
    assertThat(status.path("input_tokens").asInt(-1)).isZero();
    assertThat(json("wait", "--json", "night").path("status").asString()).isEqualTo("success");
    assertThat(json("answer", "--list", "--json").path("questions")).isEmpty();
  }

  @Test
  void whereAReplayDiffers() throws IOException {
    assertThat(bench.run(FAN_OUT, "--run-id", "night").code()).isZero();
    Path other =
        Files.writeString(
            bench.path("other.dot"),
            "digraph t { start exit "
                + FAN_OUT.replace("join -> exit", "join -> z z -> exit")
                + " z [shape=parallelogram tool_command=true] }");

    Workbench.Result replayed =
        bench.attractor("replay", "--json", "night", "--graph", other.toString());

    assertThat(replayed.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    JsonNode differences = JsonMapper.shared().readTree(replayed.out()).path("differences");
    assertThat(differences).hasSize(1);
    assertThat(differences.get(0).path("planned").asString()).contains("z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status --json none",
        "explain --json none",
        "replay --json none",
        "diff --json none",
        "wait --json none",
        "report --json none",
        "check --json none.dot",
        "simulate --json none.dot",
        "validate --json none.dot",
        "answer --list --json none",
        "list --json --no-such-option"
      })
  void errorsAreObjectsToo(String command) {
    Workbench.Result result = bench.attractor(command.split(" "));

    assertThat(result.code()).as(result.out() + result.err()).isEqualTo(ExitCode.USAGE.code());
    JsonNode error = JsonMapper.shared().readTree(result.out()).path("error");
    assertThat(error.path("message").asString()).isNotEmpty();
    assertThat(error.path("hint").asString()).isNotEmpty();
    assertThat(error.path("exit_code").asInt(0)).isEqualTo(result.code());
  }
}
