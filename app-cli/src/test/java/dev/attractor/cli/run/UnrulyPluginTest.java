package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.Main;
import dev.attractor.cli.plugin.UnrulyPlugin;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.ChildJvm;
import dev.attractor.cli.workbench.PluginJar;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a plugin does that it should not: the run bears it. */
class UnrulyPluginTest {
  private static final String AGENT = "llm_provider=unruly prompt=x";
  private static final String STAGE = "type=unruly";

  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void installThePlugin() throws IOException {
    PluginJar.write(
        bench.home().resolve(".config/attractor/plugins/unruly.jar"), UnrulyPlugin.class);
  }

  private static String statements(String attributes) {
    return "w [failure_routing=closed %s] start -> w -> exit".formatted(attributes);
  }

  private Workbench.Result run(String attributes) throws IOException {
    return bench.run(statements(attributes), "--logs-root", bench.path("logs").toString());
  }

  private JsonNode status() throws IOException {
    return Workbench.json(bench.path("logs/w/status.json"));
  }

  @ParameterizedTest
  @CsvSource({
    AGENT + ",the provider unruly,null,it gave null",
    AGENT + ",the provider unruly,null_inside,response is null",
    AGENT + ",the provider unruly,overflow,StackOverflowError",
    AGENT + ",the provider unruly,missing_class,com/example/Gone",
    STAGE + ",the stage type unruly,null,it gave null",
    STAGE + ",the stage type unruly,null_inside,status is null",
    STAGE + ",the stage type unruly,overflow,StackOverflowError",
    STAGE + ",the stage type unruly,missing_class,com/example/Gone",
  })
  void aDefectFailsTheStageAndNamesThePlugin(
      String attributes, String who, String how, String reason) throws IOException {
    Workbench.Result result = run(attributes + " how=" + how);

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(status().path("failure_reason").asString())
        .startsWith(who + " has a defect: ")
        .contains(reason);
    assertThat(status().path("failure_class").asString()).isEqualTo("deterministic");
  }

  @Test
  void aProbeThatGivesNothingFailsThePreflight() throws IOException {
    bench.with("NO_FINDINGS", "1");

    Workbench.Result result = run(AGENT);

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.PREFLIGHT_FAILED.code());
    assertThat(result.err())
        .contains("the provider unruly has a defect")
        .contains("AgentProvider.probe")
        .contains("is null");
  }

  @ParameterizedTest
  @CsvSource({AGENT, STAGE})
  void codeThatDoesNotEndIsInterruptedSomeSecondsAfterItsTime(String attributes)
      throws IOException {
    Workbench.Result result = run(attributes + " how=wait timeout=10ms");

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(status().path("failure_reason").asString()).contains("was interrupted: timeout");
    assertThat(status().path("failure_class").asString()).isEqualTo("transient_infra");
  }

  @Test
  void whatItPrintsIsForPeopleAndNotAmongTheLinesForPrograms() throws Exception {
    Path file =
        Files.writeString(
            bench.path("p.dot"), SamplePipelines.framed(statements(STAGE + " how=print")));
    bench.with(
        "XDG_CONFIG_HOME", bench.home().resolve(".config").toString()); // in that machine, too
    Path err = bench.path("err.txt");
    List<String> command =
        Stream.concat(
                Stream.of("sh", "-c", "exec \"$@\" 2>" + err, "sh"),
                ChildJvm.get().command(List.of(), Main.class).stream())
            .toList();

    Process process = bench.start(command, "run", file.toString());

    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    assertThat(bench.output(process)).contains("status=success").doesNotContain("made-up");
    assertThat(err).content().contains("status=made-up");
  }
}
