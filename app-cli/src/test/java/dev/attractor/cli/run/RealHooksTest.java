package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.cli.workbench.ProcessGroups;
import dev.attractor.cli.workbench.RealClis;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.llm.MockLlm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tool hooks with the real programs, against a model that is played. */
class RealHooksTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private MockLlm llm;

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private ProcessGroups groups;

  private Path logs = Path.of("");

  @BeforeEach
  void playTheModel() {
    llm = RealClis.on(bench);
    logs = bench.path("logs");
    groups = ProcessGroups.of(bench.home());
    llm.answers(
        MockLlm.Works.of(
            new MockLlm.Writes(logs.resolve("worktree/hello.txt"), "hello\n"), "All done."));
  }

  @AfterEach
  void nothingIsLeftRunning() throws IOException {
    if (llm == null) {
      return; // skipped
    }
    llm.close();
    groups.assertAllHaveEnded();
  }

  private Workbench.Result run(String provider, String graph, String node) throws IOException {
    Path file =
        Files.writeString(
            bench.path("p.dot"),
            ("digraph t { %s start exit"
                    + " work [prompt=\"write hello\" llm_provider=%s %s] start -> work"
                    + " work -> exit [condition=\"outcome=success\"] }")
                .formatted(graph, provider, node));
    return bench.attractor("run", file.toString(), "--logs-root", logs.toString());
  }

  private String journal() throws IOException {
    return Files.readString(logs.resolve("progress.ndjson"));
  }

  @Test
  void whatAHookDeniesIsNotWrittenAndTold() throws IOException {
    Workbench.Result result =
        run("anthropic", "", "tool_hooks.pre=\"echo no writing here >&2; exit 1\"");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(logs.resolve("worktree/hello.txt")).doesNotExist();
    assertThat(result.err())
        .contains(
            "warning: tool_hooks.pre, on work: Write was denied (exit code 1): no writing here");
    assertThat(journal()).contains("\"event\":\"warning\"", "Write was denied (exit code 1)");
    assertThat(Files.readString(logs.resolve("work/events.ndjson")))
        .contains("tool_hooks.pre denies Write (exit code 1): no writing here");
  }

  @Test
  void whatAHookAllowsIsWrittenAndTheOneAfterItHasSeenTheTool() throws IOException {
    Workbench.Result result =
        run(
            "anthropic",
            "tool_hooks.pre=\"grep -q hello.txt\""
                + " tool_hooks.post=\"echo $ATTRACTOR_TOOL_HOOK $ATTRACTOR_TOOL_NAME"
                + " $ATTRACTOR_NODE_ID >tools.txt; grep -o tool_response >>tools.txt\"",
            "");

    assertThat(result.code()).as(result.err()).isZero();
    String branch = result.value("run_branch");
    assertThat(bench.git("show", branch + ":hello.txt")).isEqualTo("hello");
    assertThat(bench.git("show", branch + ":tools.txt"))
        .isEqualTo("post Write work\ntool_response");
    assertThat(result.err()).doesNotContain("tool_hooks");
  }

  @Test
  void aHookThatFailsAfterACallStopsNothingAndIsTold() throws IOException {
    Workbench.Result result = run("anthropic", "", "tool_hooks.post=\"exit 3\"");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(logs.resolve("worktree/hello.txt")).exists();
    assertThat(journal())
        .contains("tool_hooks.post, on work: the command after Write failed (exit code 3)");
  }

  @Test
  void aCallThatFailedIsHeardOfToo() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "a place where nobody can write");
    llm.answers(
        MockLlm.Works.of(
            new MockLlm.Writes(Path.of("/proc/nope/hello.txt"), "hello\n"), "All done."));

    Workbench.Result result =
        run(
            "anthropic",
            "",
            "tool_hooks.post=\"grep -o '.tool_name.:.Write.\\|.error.:' >log.txt\"");

    assertThat(bench.git("show", result.value("run_branch") + ":log.txt"))
        .as(result.err())
        .isEqualTo("\"tool_name\":\"Write\"\n\"error\":");
  }

  @Test
  void anAgentThatRunsNoHooksWorksUnguardedAndThatIsTold() throws IOException {
    Workbench.Result result = run("openai", "", "tool_hooks.pre=\"exit 1\"");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("[tool_hooks_honoured]", "NOTHING IS GUARDED OR LOGGED")
        .contains("warning: openai runs no tool hooks: nothing is guarded");
    assertThat(journal()).contains("openai runs no tool hooks");
  }
}
