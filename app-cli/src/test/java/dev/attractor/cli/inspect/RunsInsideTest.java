package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever reads a run sees what lies in it: branches, and pipelines that its stages run. */
class RunsInsideTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");

  @BeforeEach
  void runOnce() throws IOException {
    logs = bench.path("logs");
    Files.writeString(
        bench.path("part.dot"),
        SamplePipelines.framed(
            SamplePipelines.tool("deep", "echo 'it''s deep'") + "start -> deep deep -> exit"));
    Workbench.Result run =
        bench.run(
            "part [type=pipeline pipeline_file=\"%s\"] ".formatted(bench.path("part.dot"))
                + SamplePipelines.tool("again", "[ $ATTRACTOR_VISIT = 2 ]")
                + "list [shape=component take=all for_each=\"1\\n2\"] met [shape=tripleoctagon] "
                + SamplePipelines.tool("w", "echo said $item")
                + "start -> part part -> again again -> list [condition=\"outcome=success\"]"
                + " again -> part [condition=\"outcome=fail\"]"
                + " list -> w -> met met -> exit [condition=\"outcome=success\"]",
            "--logs-root",
            logs.toString(),
            "--run-id",
            "night");
    assertThat(run.code()).as(run.toString()).isZero();
  }

  private String out(String... command) {
    Workbench.Result result = bench.attractor(command);
    assertThat(result.code()).as(result.toString()).isZero();
    return result.out() + result.err();
  }

  @Test
  void logsAndExplainTellOfThem() {
    assertThat(out("logs", logs.toString())).contains("[part]   deep", "[w_1]   w", "[w_2]   w");
    assertThat(out("logs", logs.toString(), "--json")).contains("\"deep\"");
    assertThat(out("explain", logs.toString())).contains("night.part-v2-a1", "deep -> exit");
    assertThat(out("explain", logs.toString(), "--json")).contains("deep -> exit");
  }

  @Test
  void aStageInsideIsNamedByWhatItLiesIn() {
    assertThat(out("logs", logs.toString(), "w"))
        .as("of two that ran side by side")
        .containsPattern("w_[12]: w ")
        .containsPattern("also as w_[12]/w\n");
    assertThat(out("logs", logs.toString(), "w_1/w")).contains("w_1: w", "said 1");
    assertThat(out("logs", logs.toString(), "part/deep", "--json")).contains("\"within\":\"part\"");
    assertThat(bench.attractor("logs", logs.toString(), "w_3/w").code()).isEqualTo(2);
  }

  @Test
  void aReportTellsVisitsOfAPartApartAndAddsUpItsStages() throws IOException {
    Path page = bench.path("r.html");
    out("report", logs.toString(), "-o", page.toString());

    assertThat(page)
        .content()
        .contains(">part/deep#1.1<", ">part#2.1/deep#1.1<", "part/deep</th><td class=\"n\">2</td>")
        .doesNotContain("part-v2");
  }

  @Test
  void aReportOfARunWhoseRepositoryIsGoneTellsAllButWhatChanged() throws IOException {
    Files.move(bench.repo(), bench.path("moved"));
    Files.createDirectory(bench.repo()); // where the command is given

    assertThat(out("report", logs.toString()))
        .startsWith("# t: success")
        .contains("what changed cannot be shown")
        .contains("echo 'it''s deep'")
        .doesNotContain("39;");
  }

  @Test
  void errorsOfAReportInJsonAreJson() {
    Workbench.Result result = bench.attractor("report", "nosuch", "--format", "json");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).startsWith("{\"error\":");
  }

  @Test
  void aFailureIsToldWithTheRuleThatEndedTheRun() throws IOException {
    Workbench.Result run =
        bench.run(
            SamplePipelines.tool("a", "false")
                + "max_node_visits=3 loop_restart_signature_limit=100"
                + " start -> a a -> a [condition=\"outcome=fail\"] a -> exit [condition=\"outcome=success\"]",
            "--logs-root",
            bench.path("failed").toString());
    assertThat(run.code()).isEqualTo(1);

    assertThat(out("report", bench.path("failed").toString()))
        .contains("the rule: §6 cycle breakers: max\\_node\\_visits=3");
  }
}
