package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The report of a run: made of facts, and texts stay texts. */
class ReportCommandTest {
  private static final String EVIL = "</pre></title><script>alert(1)</script><img src=x onerror=y>";

  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");

  private Workbench.Result run(String statements, String script) throws IOException {
    logs = bench.path("logs");
    Files.writeString(bench.path("s.yaml"), script);
    Files.writeString(bench.path("t.dot"), SamplePipelines.framed(statements));
    return bench.attractor("run", bench.path("t.dot").toString(), "--logs-root", logs.toString());
  }

  private String html() throws IOException {
    Workbench.Result result = bench.attractor("report", logs.toString(), "-o", "report.html");
    assertThat(result.code()).as(result.err()).isZero();
    return Files.readString(bench.repo().resolve("report.html"));
  }

  private static String agent(String id) {
    return "%s [llm_provider=scripted agent_script=\"@s.yaml\" prompt=\"do it\"]\n".formatted(id);
  }

  @Test
  void theVerdictComesWithWhatItRestsOnAndWithWhatNobodyVerified() throws IOException {
    Workbench.Result run =
        run(
            agent("write")
                + SamplePipelines.tool("check", "test -f made && echo checked")
                + "start -> write -> check check -> exit [condition=\"outcome=success\"]",
            "write: [{files: {made: \"x\\n\"}, say: 'I ran `npm test`, all tests pass.',"
                + " outcome: success}]");
    assertThat(run.code()).as(run.toString()).isZero();

    String page = html();
    assertThat(page)
        .contains("✓ success")
        .contains("the run came to the exit exit")
        .contains("test -f made &amp;&amp; echo checked")
        .contains("exit 0")
        .contains("These stages succeeded because their agent said so")
        .contains("<a href=\"#s-write-1.1\">write#1.1</a>")
        .contains("1 files, 1 insertions, 0 deletions")
        .contains("data-node=\"write\"")
        .contains("no call of a tool holds `npm test`")
        .doesNotContain("<script");
    assertThat(html()).as("the same bytes").isEqualTo(page);

    Workbench.Result text = bench.attractor("report", logs.toString());
    assertThat(text.out()).startsWith("# t: success").contains("Never verified");
    assertThat(text.out().lines().count()).isLessThanOrEqualTo(60);

    JsonNode json =
        Workbench.json(
            Files.writeString(
                bench.path("r.json"),
                bench.attractor("report", logs.toString(), "--format", "json").out()));
    assertThat(json.path("status").asString()).isEqualTo("success");
    assertThat(json.path("commands").path(0).path("exit_code").asInt()).isZero();
    assertThat(json.path("never_verified").path(0).path("node_id").asString()).isEqualTo("write");
    assertThat(json.path("files").path(0).path("path").asString()).isEqualTo("made");
    assertThat(json.path("questions").size()).isEqualTo(2);
  }

  @Test
  void aFailureIsToldWithItsEvidenceAndItsRule() throws IOException {
    run(
        SamplePipelines.tool("work", "echo no such thing >&2; exit 3") + "start -> work -> exit",
        "");

    assertThat(html())
        .contains("✗ fail")
        .contains("no such thing")
        .contains("exit 3")
        .contains("the rule: §6");
    assertThat(bench.attractor("report", logs.toString()).out()).startsWith("# t: fail");
  }

  @Test
  void nothingThatStagesSayBecomesMarkup() throws IOException {
    bench.write("evil.txt", EVIL + "\n");
    bench.commitAll();
    Workbench.Result run =
        run(
            agent("write")
                + SamplePipelines.tool("show", "cat evil.txt; cat evil.txt >&2; cp evil.txt new")
                + "start -> write -> show -> exit",
            "write: [{say: \"%s\", outcome: success}]".formatted(EVIL));
    assertThat(run.code()).as(run.toString()).isZero();

    assertThat(html())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script")
        .doesNotContain("<img");
    assertThat(bench.attractor("report", logs.toString()).out()).doesNotContain("<script");
  }

  @Test
  void branchesAndRepeatedVisitsAreToldByTheirNames() throws IOException {
    Workbench.Result run =
        run(
            SamplePipelines.tool("a", "echo a >a")
                + SamplePipelines.tool("b", "echo b >b; exit 1")
                + "fan [shape=component] join [shape=tripleoctagon]"
                + " start -> fan fan -> a -> join fan -> b -> join join -> exit",
            "");
    assertThat(run.code()).as(run.toString()).isZero();

    assertThat(html())
        .contains("id=\"s-a-a-1.1\"")
        .contains("b/b#1.1")
        .contains("join goes on with the branch a");
  }

  @Test
  void aNameThatSaysNothingIsRefused() {
    Workbench.Result result = bench.attractor("report", "latest", "-o", "report.pdf");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("x.html, x.md or x.json");
  }
}
