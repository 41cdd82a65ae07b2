package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.AskingRun;
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
        .contains("<a href=\"#stage-2\">write#1.1</a>")
        .contains("1 file, 1 insertion, 0 deletions")
        .contains("attractor merge ")
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
  void anOpenQuestionIsToldWithItsChoices() throws Exception {
    AskingRun asking = new AskingRun(bench);
    Process driver = asking.start(AskingRun.GATE, "--unattended");
    asking.awaitQuestion("gate-v1-a1");
    logs = asking.logs();
    String question = "for an answer to gate: Deploy? (";

    assertThat(bench.attractor("report", logs.toString()).out())
        .startsWith("# t: waiting")
        .contains(
            "- it waits since 20",
            question + "\\[A\\] Approve, \\[R\\] Reject)",
            "- next: `attractor answer --list`");
    assertThat(html()).contains(question + "[A] Approve, [R] Reject)");
    bench.attractor("answer", "gate-v1-a1", "R");
    driver.waitFor();
    assertThat(bench.attractor("report", logs.toString()).out()).doesNotContain("it waits");
  }

  /** Short enough for a pull request, whatever there is to tell. */
  @Test
  void theTextHasAtMostSixtyLinesAndFailuresFirst() throws IOException {
    StringBuilder statements = new StringBuilder("start -> s1 s30 -> w1 w9 -> exit ");
    StringBuilder script = new StringBuilder();
    for (int n = 1; n <= 30; n++) {
      int code = n == 20 ? 7 : 0;
      statements
          .append(SamplePipelines.tool("s" + n, "echo %1$d >f%1$d; exit %2$d".formatted(n, code)))
          .append(n < 30 ? "s%d -> s%d ".formatted(n, n + 1) : "");
    }
    for (int n = 1; n <= 9; n++) {
      statements.append(agent("w" + n)).append(n < 9 ? "w%d -> w%d ".formatted(n, n + 1) : "");
      script.append(
          "w%d: [{say: \"I ran `npm test` and `make x%d`.\", outcome: success}]\n".formatted(n, n));
    }
    run(statements.toString(), script.toString());

    String text = bench.attractor("report", logs.toString()).out();

    assertThat(text.lines().count()).as(text).isLessThanOrEqualTo(60);
    assertThat(text)
        .contains(
            "<details><summary>Commands that were run (30)</summary>\n\n- s20\\#1.1: exit 7; echo 20 >f20; exit 7\n"
                .replace(">f20", "&gt;f20"));
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

    assertThat(html()).contains("a/a#1.1", "b/b#1.1").contains("join goes on with the branch a");
  }

  /** Pipelines inside stages may hold others, and branches. */
  @Test
  void whatStagesThatArePipelinesDidIsToldByTheirNames() throws IOException {
    Files.writeString(
        bench.path("innermost.dot"),
        SamplePipelines.framed(
            SamplePipelines.tool("deep", "echo deep") + "start -> deep -> exit"));
    Files.writeString(
        bench.path("inner.dot"),
        SamplePipelines.framed(
            SamplePipelines.tool("a", "echo from a part")
                + SamplePipelines.tool("b", "true")
                + "fan [shape=component] join [shape=tripleoctagon]"
                + " below [type=pipeline pipeline_file=\"innermost.dot\"]"
                + " start -> fan fan -> a -> join fan -> b -> join join -> below -> exit"));
    Workbench.Result run =
        run("part [type=pipeline pipeline_file=\"inner.dot\"] start -> part -> exit", "");
    assertThat(run.code()).as(run.toString()).isZero();

    assertThat(html())
        .contains(">part/start#1.1<", ">part/a/a#1.1<", ">part/below/deep#1.1<")
        .contains("from a part")
        .contains("<span class=\"soft\">part/below:</span> start -&gt; deep");
  }

  @Test
  void eachAttemptHasAPlaceOfItsOwnThoughTheRunBeganAnew() throws IOException {
    Workbench.Result run =
        run(
            SamplePipelines.tool("a", "test -f ../again || { touch ../again; exit 1; }")
                + "start -> a a -> exit [condition=\"outcome=success\"]"
                + " a -> a [condition=\"outcome=fail\" loop_restart=true]",
            "");
    assertThat(run.code()).as(run.toString()).isZero();

    String page = html();
    assertThat(page).contains(">a#1.1<").contains(">a#2.1, restart 1<");
    assertThat(page.lines().filter(line -> line.contains(" id=\"")).map(ReportCommandTest::id))
        .doesNotHaveDuplicates();
  }

  private static String id(String line) {
    return line.replaceFirst(".* id=\"([^\"]*)\".*", "$1");
  }

  @Test
  void secretsThatTheConfigurationNamesAreLeftOutOfThePatch() throws IOException {
    bench.with("MY_LICENSE", "violet-hippo-9");
    bench.write("old.txt", "license violet-hippo-9\n");
    bench.commitAll();
    Files.writeString(bench.path("c.yaml"), "secrets: {names: [MY_LICENSE]}\n");
    logs = bench.path("logs");
    Workbench.Result run =
        bench.run(
            SamplePipelines.tool("a", "rm old.txt") + "start -> a -> exit",
            "--config",
            bench.path("c.yaml").toString(),
            "--logs-root",
            logs.toString());
    assertThat(run.code()).as(run.toString()).isZero();

    assertThat(html()).contains("old.txt").doesNotContain("violet-hippo-9");
  }

  @Test
  void longTextsAreCutWithTheWayToTheRest() throws IOException {
    run(SamplePipelines.tool("a", "seq 1 9999") + "start -> a -> exit", "");

    assertThat(html())
        .contains("Cut off here; the whole is in <a href=\"file://" + logs + "/a/stdout.log\">")
        .contains("\n4000\n")
        .doesNotContain("\n6000\n");
  }

  @Test
  void aNameThatSaysNothingIsRefused() {
    Workbench.Result result = bench.attractor("report", "latest", "-o", "report.pdf");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("x.html, x.md or x.json");
  }
}
