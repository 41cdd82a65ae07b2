package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many runs in short, for the morning. */
class ReportOverviewTest {
  private static final String GOOD =
      "work [llm_provider=scripted prompt=p agent_script=\"work: [{say: done}]\"]"
          + " start -> work -> exit";

  @RegisterExtension private final Workbench bench = new Workbench();

  private Path run(String id, String statements, int code) throws IOException {
    Workbench.Result run = bench.run(statements, "--run-id", id);
    assertThat(run.code()).as(run.toString()).isEqualTo(code);
    return run.logsRoot();
  }

  private Path bad(String id) throws IOException {
    return run(
        id,
        SamplePipelines.tool("test", "echo 'no <such> thing' >&2; exit 3")
            + "start -> test -> exit",
        1);
  }

  private static JsonNode json(Workbench.Result result) {
    assertThat(result.code()).as(result.err()).isZero();
    return JsonMapper.shared().readTree(result.out());
  }

  @Test
  void theNewestComesFirstWithItsVerdictAndWhatToTypeNext() throws IOException {
    run("first", GOOD, 0);
    bad("second");

    JsonNode all = json(bench.attractor("report", "--since", "1h", "--format", "json"));

    assertThat(all.path("runs").findValuesAsString("run_id")).containsExactly("second", "first");
    JsonNode failed = all.path("runs").path(0);
    assertThat(failed.path("status").asString()).isEqualTo("fail");
    assertThat(failed.path("why").asString()).contains("no <such> thing");
    assertThat(failed.path("next").asString()).isEqualTo("attractor logs second test");
    assertThat(bench.attractor("logs", "second", "test").code()).isZero();
    JsonNode succeeded = all.path("runs").path(1);
    assertThat(succeeded.path("never_verified").path(0).path("node_id").asString())
        .isEqualTo("work");
    assertThat(succeeded.path("next").asString()).isEqualTo("attractor merge first");
    assertThat(succeeded.path("run_branch").asString()).isEqualTo("attractor/run/first");
    assertThat(all.path("totals").path("runs").asInt()).isEqualTo(2);
    assertThat(all.path("totals").path("by_status").path("fail").asInt()).isEqualTo(1);
    assertThat(all.path("totals").path("never_verified").asInt()).isEqualTo(1);
  }

  @Test
  void severalRunsCanBeNamedAndAreGroupedByTheirRepositories() throws IOException {
    run("here", GOOD, 0);
    Workbench other = bench.another("other");
    other.with("XDG_STATE_HOME", bench.home().resolve("state").toString());
    Workbench.Result there = other.run(GOOD, "--run-id", "there");
    assertThat(there.code()).as(there.err()).isZero();

    Workbench.Result told = bench.attractor("report", "here", "there", "here");

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out())
        .startsWith("# 2 runs · 2 success")
        .containsSubsequence("## " + other.repo(), "attractor/run/there", "## " + bench.repo())
        .contains("- never verified: work\\#1.1", "- next: `attractor merge here`");
    Workbench.Result page =
        bench.attractor("report", "here", "there", "-o", bench.path("all.html").toString());
    assertThat(page.code()).as(page.err()).isZero();
    assertThat(bench.path("all.html"))
        .content()
        .contains("<h2><code>" + other.repo())
        .contains("Next: <code>attractor merge there</code>")
        .doesNotContain("<script");
  }

  @Test
  void aDamagedRunIsToldAndHoldsNoneBack() throws IOException {
    Path torn = run("torn", GOOD, 0);
    Path lost = run("lost", GOOD, 0);
    bad("whole");
    Files.writeString(torn.resolve("progress.ndjson"), "no fact\n", StandardOpenOption.APPEND);
    Files.writeString(lost.resolve("manifest.json"), "{");

    JsonNode all = json(bench.attractor("report", "--since", "1h", "--format", "json"));

    assertThat(all.path("runs").findValuesAsString("run_id")).containsExactly("whole", "torn");
    assertThat(all.path("runs").path(1).path("damage").asString()).contains("progress.ndjson");
    assertThat(all.path("unreadable").path(0).path("run_id").asString()).isEqualTo("lost");
    assertThat(all.path("unreadable").path(0).path("damage").asString()).contains("manifest.json");
    assertThat(bench.attractor("report", "--since", "1h").out())
        .contains("**lost: unreadable**", "- damaged: ", "**t: fail**");
  }

  @Test
  void whatNobodyHeardOfSinceIsLeftOutAndNothingIsNoError() throws IOException {
    run("old", GOOD, 0);

    Workbench.Result told = bench.attractor("report", "--since", "0s");

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).startsWith("# 0 runs").doesNotContain("old");
    assertThat(bench.attractor("report", "old", "--since", "1h").code()).isEqualTo(2);
    assertThat(bench.attractor("report", "--since", "soon").err()).contains("not a duration");
  }
}
