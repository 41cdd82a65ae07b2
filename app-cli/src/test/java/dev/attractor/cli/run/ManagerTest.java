package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.AskingRun;
import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** SEMANTICS §7a: managers and the runs they look after. */
class ManagerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension private final Workbench bench = new Workbench();

  /** Writes the child's pipeline; returns a manager that looks after it. */
  private String manager(String child, String attributes) throws IOException {
    Files.writeString(bench.path("child.dot"), SamplePipelines.framed(child));
    return "watch [shape=house stack.child_dotfile=\"child.dot\" manager.poll_interval=100ms %s] "
        .formatted(attributes);
  }

  private static String seen(JsonNode cycle, String fact) {
    return cycle.path("seen").path("stack.child." + fact).asString();
  }

  @Test
  void theWorkOfAChildThatSucceedsIsTaken() throws IOException {
    Workbench.Result result =
        bench.run(
            manager(
                    SamplePipelines.tool("a", "sleep 1; echo a >a; echo I am a")
                        + " start -> a a -> exit [condition=\"outcome=success\"]",
                    "")
                + SamplePipelines.tool("b", "cat a >b")
                + " start -> watch watch -> b [condition=\"outcome=success\"]"
                + " b -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).as(result.err()).isZero();
    String branch = result.value("run_branch");
    assertThat(bench.git("show", branch + ":b")).isEqualTo("a");
    assertThat(bench.stages(branch))
        .containsExactly(
            "start (success)",
            "start (success)",
            "a (success)",
            "exit (success)",
            "watch (success)",
            "b (success)",
            "exit (success)");
    JsonNode cycle = JournalFiles.events(result.logsRoot(), "manager_cycle").getFirst();
    assertThat(seen(cycle, "status")).isEqualTo("running");
    assertThat(seen(cycle, "node")).isIn("", "start", "a");
    assertThat(cycle.path("decision").asString()).isEqualTo("observe");
    assertThat(JournalFiles.events(result.logsRoot(), "child_completed"))
        .singleElement()
        .satisfies(ended -> {
          assertThat(ended.path("taken").asBoolean()).isTrue();
          assertThat(ended.path("context_updates").path("tool.output").asString())
              .isEqualTo("I am a\n");
          assertThat(ended.path("totals").path("stages").asInt()).isEqualTo(3);
        });
    assertThat(bench.git("worktree", "list").lines()).hasSize(2);
    assertThat(bench.attractor("replay").out()).contains("follow from the rules");
    assertThat(bench.attractor("explain").out()).contains("begins the run").contains("start -> a");
    assertThat(bench.attractor("status").out()).contains(".watch-v1-a1 success");
    assertThat(bench.attractor("logs", "latest", "a").out()).contains("I am a");
    assertThat(bench.attractor("diff", "latest", "a").out()).contains("+a");
    assertThat(bench.git("fsck", "--strict", "--full")).isEmpty();
  }

  @Test
  void aChildThatFailsFailsItsManagerAndKeepsItsCommitsOnItsBranch() throws IOException {
    Workbench.Result result =
        bench.run(
            manager(
                    SamplePipelines.tool("a", "echo a >a; echo no good >&2; exit 1")
                        + " start -> a a -> exit [condition=\"outcome=success\"]",
                    "")
                + SamplePipelines.tool("b", "ls >b")
                + " start -> watch watch -> exit [condition=\"outcome=success\"]"
                + " watch -> b [condition=\"outcome=fail\"] b -> exit");

    assertThat(result.code()).as(result.err()).isZero();
    JsonNode ended = JournalFiles.events(result.logsRoot(), "child_completed").getFirst();
    assertThat(ended.path("failure_reason").asString()).contains("a failed").contains("no good");
    assertThat(ended.path("failure_class").asString()).isEqualTo("deterministic");
    assertThat(ended.path("taken").asBoolean()).isFalse();
    assertThat(bench.git("show", result.value("run_branch") + ":b")).doesNotContain("a");
    String child =
        JournalFiles.events(result.logsRoot(), "child_started")
            .getFirst()
            .path("git_branch")
            .asString();
    assertThat(child)
        .isEqualTo("attractor/run/child/%s/watch/v1".formatted(result.value("run_id")));
    assertThat(bench.git("show", child + ":a")).isEqualTo("a");
    assertThat(bench.attractor("replay").code()).isZero();

    Workbench.Result cleaned =
        bench.attractor("clean", "--branches", "--yes", result.value("run_id"));
    assertThat(cleaned.code()).as(cleaned.err()).isZero();
    assertThat(bench.git("for-each-ref")).doesNotContain("attractor");
  }

  @Test
  void whereTheStopConditionHoldsTheChildIsStoppedAndItsWorkTaken() throws IOException {
    Workbench.Result result =
        bench.run(
            manager(
                    SamplePipelines.tool("a", "echo a >>log")
                        + SamplePipelines.tool("b", "sleep 0.2; exit 1")
                        + " start -> a -> b b -> exit [condition=\"outcome=success\"]"
                        + " b -> a [condition=\"outcome=fail\"]"
                        + " a [max_visits=500] max_node_visits=500 loop_restart_signature_limit=500",
                    "manager.stop_condition=\"stack.child.failures >= 2\"")
                + " start -> watch watch -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).as(result.err()).isZero();
    List<JsonNode> cycles = JournalFiles.events(result.logsRoot(), "manager_cycle");
    assertThat(cycles.getLast().path("decision").asString()).isEqualTo("stop");
    assertThat(Integer.parseInt(seen(cycles.getLast(), "failures"))).isGreaterThanOrEqualTo(2);
    assertThat(bench.git("show", result.value("run_branch") + ":log")).startsWith("a\na");
    assertThat(
            Workbench.json(result.logsRoot().resolve("watch/child/final.json"))
                .path("status")
                .asString())
        .isEqualTo("canceled");
    assertThat(bench.attractor("replay").code()).isZero();
    assertThat(bench.attractor("explain").out()).contains("stop_condition holds");
  }

  @Test
  void aManagerThatHasLookedTooOftenGivesUp() throws IOException {
    Workbench.Result result =
        bench.run(
            manager(
                    SamplePipelines.tool("a", "sleep 600") + " start -> a -> exit",
                    "manager.max_cycles=3")
                + " start -> watch watch -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(result.value("failure_class")).isEqualTo("budget_exhausted");
    assertThat(result.value("failure_reason")).contains("3 cycles (manager.max_cycles)");
    assertThat(JournalFiles.events(result.logsRoot(), "manager_cycle")).hasSize(3);
    assertThat(bench.attractor("replay").code()).isZero();

    Workbench.Result partly =
        bench.run(
            manager(
                    SamplePipelines.tool("a", "sleep 600") + " start -> a -> exit",
                    "manager.max_cycles=3 allow_partial=true")
                + " start -> watch -> exit");
    assertThat(partly.code()).as(partly.err()).isZero();
    assertThat(bench.attractor("replay").code()).isZero();
  }

  @Test
  void aManagerTellsTheAgentsOfItsChildSomething() throws IOException {
    String agent = " llm_provider=scripted prompt=\"Do it.\" agent_script=\"%s\"";
    Workbench.Result result =
        bench.run(
            manager(
                    SamplePipelines.tool(
                            "hold",
                            "until [ -e $ATTRACTOR_STAGE_DIR/../steering.ndjson ];"
                                + " do sleep 0.1; done")
                        + "a [%s] start -> hold -> a -> exit"
                            .formatted(
                                agent.formatted(
                                    "a: [{prompt: look under the bed, say: found},"
                                        + " {say: not found, outcome: fail}]")),
                    "manager.actions=\"observe,steer\" manager.steer_cooldown=1h"
                        + agent.formatted("watch: [{say: look under the bed, outcome: success}]"))
                + " start -> watch watch -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).as(result.err()).isZero();
    Path child = result.logsRoot().resolve("watch/child");
    assertThat(child.resolve("steering.ndjson")).content().contains("look under the bed");
    assertThat(child.resolve("a/prompt.md"))
        .content()
        .contains("What you have been told since the run began\n- look under the bed");
    assertThat(result.logsRoot().resolve("watch/steering/prompt.md"))
        .content()
        .contains("stack.child.node: ");
    List<JsonNode> told = JournalFiles.events(result.logsRoot(), "steered");
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().path("child_run_id").asString()).endsWith(".watch-v1-a1");
    assertThat(JournalFiles.events(child, "steered")).hasSize(1);
    assertThat(bench.attractor("replay").code()).isZero();
    assertThat(bench.attractor("explain").out())
        .contains("asked its agent in cycle 1: tell the child: look under the bed");
  }

  @Test
  void aQuestionOfAChildIsAskedAsItsManagersAndAStoppedManagerGoesOnWithTheSameChild()
      throws Exception {
    AskingRun asking = new AskingRun(bench);
    String manager =
        manager(
            SamplePipelines.tool("a", "echo a >>a")
                + AskingRun.GATE.replace("start -> ", "start -> a -> "),
            "");
    Process process =
        asking.start(manager + " start -> watch watch -> exit [condition=\"outcome=success\"]");
    await()
        .atMost(PATIENCE)
        .until(() -> bench.attractor("answer", "--list").out().contains("gate-v1-a1"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(JournalFiles.events(asking.logs(), "manager_cycle"))
                .anyMatch(cycle -> seen(cycle, "status").equals("waiting")));
    assertThat(bench.attractor("stop").code()).as(bench.output(process)).isZero();
    assertThat(process.waitFor()).isEqualTo(ExitCode.CANCELED.code());

    Process again = bench.start("resume", "--logs-root", asking.logs().toString());
    await()
        .atMost(PATIENCE)
        .until(() -> bench.attractor("answer", "--list").out().contains("gate-v1-a1"));
    assertThat(bench.attractor("answer", "latest", "gate", "Approve").code()).isZero();
    assertThat(again.waitFor()).as(bench.output(again)).isZero();

    assertThat(JournalFiles.events(asking.logs(), "child_started")).hasSize(1);
    assertThat(JournalFiles.events(asking.logs().resolve("watch/child"), "stage_attempt_end"))
        .filteredOn(end -> end.path("node_id").asString().equals("a"))
        .hasSize(1);
    assertThat(bench.attractor("replay").code()).isZero();
  }

  @Test
  void whereAPersonIsAskedInsideItsChildTheChildWaits() throws IOException {
    Files.writeString(bench.path("ask.dot"), SamplePipelines.framed(AskingRun.GATE));
    Workbench.Result result =
        bench.run(
            manager(
                    "part [type=pipeline pipeline_file=\"ask.dot\"] start -> part -> exit",
                    "manager.max_cycles=300"
                        + " manager.stop_condition=\"stack.child.status=waiting\"")
                + " start -> watch watch -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.attractor("replay").code()).isZero();
  }

  @Test
  void whatAKilledManagerHasLeftRunningAStopEnds() throws Exception {
    String manager =
        manager(
            SamplePipelines.tool("a", "echo $$ >%s; sleep 600".formatted(bench.path("pid")))
                + " start -> a -> exit",
            "");
    Files.writeString(
        bench.path("p.dot"), SamplePipelines.framed(manager + " start -> watch -> exit"));
    Process driver = bench.start("run", bench.path("p.dot").toString(), "--run-id", "one");
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(bench.path("pid")) && Files.size(bench.path("pid")) > 0);
    long stage = Long.parseLong(Files.readString(bench.path("pid")).strip());
    driver.destroyForcibly().waitFor();

    assertThat(bench.attractor("stop", "one").code()).isZero();

    await()
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(stage).filter(p -> p.isAlive()).isEmpty());
    assertThat(bench.attractor("stop", "one").err()).contains("nobody drives");
  }

  @Test
  void anotherAttemptHasAnotherChild() throws IOException {
    Workbench.Result result =
        bench.run(
            manager(
                    SamplePipelines.tool("a", "[ -e %1$s ] || { touch %1$s; sleep 600; }")
                            .formatted(bench.path("mark"))
                        + " a [timeout=1s] start -> a a -> exit [condition=\"outcome=success\"]",
                    "max_retries=1 retry_policy=none")
                + " start -> watch watch -> exit [condition=\"outcome=success\"]");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("for-each-ref", "refs/heads", "--format=%(refname:short)"))
        .contains("/watch/v1\n")
        .contains("/watch/v1-a2");
    assertThat(bench.attractor("replay").code()).isZero();
  }
}
