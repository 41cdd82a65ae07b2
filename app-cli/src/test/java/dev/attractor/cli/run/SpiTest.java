package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.plugin.EverythingPlugin;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.PluginJar;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a plugin can add beside agents: stages, transforms, listeners. */
class SpiTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @SuppressWarnings("NullAway.Init")
  private Path plugin;

  @BeforeEach
  void installThePlugin() throws IOException {
    plugin = bench.home().resolve(".config/attractor/plugins/everything.jar");
    PluginJar.write(plugin, EverythingPlugin.class);
  }

  private Workbench.Result run(String attributes) throws IOException {
    Files.writeString(
        bench.path("p.dot"),
        "digraph t { start exit c [type=count %s] start -> c -> exit }".formatted(attributes));
    return bench.attractor(
        "run", bench.path("p.dot").toString(), "--logs-root", bench.path("logs").toString());
  }

  /** Returns run, number and name of each fact, as the listener of the plugin writes them down. */
  private List<String> journal(String runFolder) throws IOException {
    return Files.readAllLines(bench.path(runFolder).resolve("progress.ndjson")).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .map(line ->
            "%s %d %s"
                .formatted(
                    line.path("run_id").asString(),
                    line.path("seq").asLong(),
                    line.path("event").asString()))
        .toList();
  }

  private JsonNode status(String stage) throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(bench.path("logs").resolve(stage).resolve("status.json")));
  }

  @Test
  void aStageOfThePluginsTypeRunsAndATransformAddsAnother() throws IOException {
    Workbench.Result result = run("pattern=\"*.md\"");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly("start (success)", "c (success)", "last (success)", "exit (success)");
    assertThat(status("c").path("context_updates").path("count").asString()).isEqualTo("1");
    assertThat(bench.path("logs/c/stdout.log")).content().isEqualToIgnoringWhitespace("1");
    assertThat(bench.path("logs/c/process.txt")).doesNotExist();
  }

  @Test
  void aFailureOfThePluginsStageIsLikeAnyOther() throws IOException {
    // With failure_routing=closed a failure does not ride the edge to the next stage.
    assertThat(run("failure_routing=closed").code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(status("c").path("failure_reason").asString()).isEqualTo("no pattern to count");
  }

  @Test
  void aDefectOfThePluginFailsTheStage() throws IOException {
    Workbench.Result result = run("failure_routing=closed pattern=bug");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(status("c").path("failure_reason").asString())
        .contains("count has a defect")
        .contains("a bug in the plugin");
    assertThat(status("c").path("failure_class").asString()).isEqualTo("deterministic");
  }

  @Test
  void listenersHearOfTheRunsInsideARunByTheirOwnNames() throws IOException {
    Files.writeString(
        bench.path("inner.dot"),
        "digraph inner { start exit d [shape=parallelogram tool_command=\"true\"]"
            + " start -> d d -> exit [condition=\"outcome=success\"] }");
    Files.writeString(
        bench.path("p.dot"),
        """
        digraph t {
          start exit
          fan [shape=component] join [shape=tripleoctagon]
          b [shape=parallelogram tool_command="true"]
          part [type=pipeline pipeline_file="inner.dot"]
          start -> fan fan -> b -> join fan -> part -> join
          join -> exit [condition="outcome=success"]
        }
        """);

    Workbench.Result result =
        bench.attractor(
            "run",
            bench.path("p.dot").toString(),
            "--run-id",
            "night",
            "--logs-root",
            bench.path("logs").toString());

    assertThat(result.code()).as(result.err()).isZero();
    List<String> heard = Files.readAllLines(bench.path("heard.txt"));
    List<List<String>> journals =
        List.of(
            journal("logs"),
            journal("logs/parallel/fan/pass1/01-b"),
            journal("logs/parallel/fan/pass1/02-part"),
            journal("logs/parallel/fan/pass1/02-part/part/run"));
    for (List<String> journal : journals) {
      assertThat(heard).containsSubsequence(journal);
    }
    assertThat(heard).hasSize(journals.stream().mapToInt(List::size).sum());
    assertThat(result.err()).contains("[part] [part]   d ");
  }

  @Test
  void listenersHearEveryFactInOrderAndADefectOfOneIsAWarning() throws IOException {
    Workbench.Result result = run("pattern=x");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readAllLines(bench.path("heard.txt"))).isEqualTo(journal("logs"));
    assertThat(result.err())
        .containsOnlyOnce("the run observer throws of a plugin has failed")
        .contains("thrown by a listener");
  }

  @Test
  void aRunIsResumedOnlyWithTheSameTransforms() throws Exception {
    Files.writeString(
        bench.path("p.dot"),
        "digraph t { start exit a [shape=parallelogram tool_command=true] start -> a -> exit }");
    Path logs = bench.path("logs");
    Process process =
        bench.startAndDieBefore(
            6, "run", bench.path("p.dot").toString(), "--logs-root", logs.toString());
    assertThat(process.waitFor()).as(bench.output(process)).isEqualTo(128 + 9);
    Path away = Files.move(plugin, bench.path("away.jar"));

    Workbench.Result refused = bench.attractor("resume", "--logs-root", logs.toString());

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err())
        .contains("is not the one the run began with")
        .contains("give --plugin-path again");

    Files.move(away, plugin);
    Workbench.Result resumed = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(bench.stages("attractor/run/" + runId(logs))).contains("last (success)");
  }

  private static String runId(Path logs) throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(logs.resolve("manifest.json")))
        .path("run_id")
        .asString();
  }
}
