package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stages that are pipelines of their own. */
class PipelineStageTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @Test
  void aStageCanBeAPipelineOfItsOwn() throws IOException {
    Files.createDirectories(bench.path("parts"));
    Files.writeString(
        bench.path("parts/inner.dot"),
        SamplePipelines.framed(
            "a [llm_provider=scripted prompt=\"@p.md\" agent_script=\"a: [{say: hi}]\"]"
                + " b [shape=parallelogram tool_command=\"echo b >b\"] start -> a -> b -> exit"));
    Files.writeString(bench.path("parts/p.md"), "Do the inner thing.");

    Workbench.Result result =
        bench.run(
            "part [type=pipeline pipeline_file=\"parts/inner.dot\"]"
                + " c [shape=parallelogram tool_command=\"cat b\"]"
                + " start -> part -> c c -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.stages(result.value("run_branch")))
        .containsExactly(
            "start (success)",
            "start (success)",
            "a (success)",
            "b (success)",
            "exit (success)",
            "part (success)",
            "c (success)",
            "exit (success)");
    assertThat(result.logsRoot().resolve("part/run/a/prompt.md"))
        .content()
        .contains("Do the inner thing.");
    assertThat(result.logsRoot().resolve("part/run/progress.ndjson")).exists();
    assertThat(bench.git("fsck", "--strict", "--full")).isEmpty();
    assertThat(bench.attractor("replay").code()).isZero();
  }

  /** SEMANTICS §6: an exit is no absolution. */
  @Test
  void aPipelineInsideAStageIsJudgedAsAnyOther() throws IOException {
    Files.writeString(
        bench.path("inner.dot"),
        SamplePipelines.framed(
            "a [shape=parallelogram tool_command=\"echo no >&2; exit 1\"]"
                + " b [shape=parallelogram tool_command=true] start -> a -> b -> exit"));

    Workbench.Result result =
        bench.run("part [type=pipeline pipeline_file=\"inner.dot\"] start -> part -> exit");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.value("exit_node")).isEqualTo("exit");
    assertThat(result.value("failure_reason"))
        .isEqualTo(
            "part failed, and the run came to exit with it:"
                + " a failed and nothing handled it: exit code 1: no");
    assertThat(Workbench.json(result.logsRoot().resolve("final.json")).path("exit_node").asString())
        .isEqualTo("exit");
    assertThat(bench.attractor("replay").code()).isZero();
    assertThat(bench.attractor("status", "--json").out()).contains("\"exit_node\":\"exit\"");
  }

  @Test
  void aPartWithErrorsOrOneThatRunsItselfIsRefused() throws IOException {
    Files.writeString(bench.path("inner.dot"), "digraph i { start -> a }");
    String part = "part [type=pipeline pipeline_file=\"%s\"] start -> part -> exit";

    Workbench.Result broken = bench.run(part.formatted("inner.dot"));
    assertThat(broken.code()).isEqualTo(3);
    assertThat(broken.err()).contains("inner.dot has errors").contains("[part_has_errors]");
    Workbench.Result itself = bench.run(part.formatted("p.dot"));
    assertThat(itself.code()).isEqualTo(3);
    assertThat(itself.err()).contains("[file_reference]");
  }
}
