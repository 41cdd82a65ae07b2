package dev.attractor.cli.control;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SEMANTICS §7a: what the agents of a run are told while it goes on. */
class TellCommandTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension private final Workbench bench = new Workbench();

  private static String agent(String id, String steps) {
    return "%1$s [llm_provider=scripted prompt=\"Do it.\" agent_script=\"%1$s: [%2$s]\"] "
        .formatted(id, steps);
  }

  /** A command that goes on until this is removed. */
  private String holding(String id) throws IOException {
    Files.writeString(bench.path("hold"), "");
    return SamplePipelines.tool(
        id, "while [ -e %s ]; do sleep 0.1; done".formatted(bench.path("hold")));
  }

  private void letGo() throws IOException {
    Files.delete(bench.path("hold"));
  }

  private void awaitAt(String node) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            bench.attractor("status").out().lines().anyMatch(("current_node=" + node)::equals));
  }

  @Test
  void laterAgentsReadWhatWasSaidWhileACommandRan() throws Exception {
    AskingRun run = new AskingRun(bench);
    Process process =
        run.start(
            holding("hold")
                + agent("a", "{prompt: mind the gap, say: minded}, {say: unheard, outcome: fail}")
                + agent("b", "{say: b}")
                + " start -> hold -> a -> b -> exit");
    awaitAt("hold");

    Workbench.Result told = bench.attractor("tell", "latest", "mind the gap");
    Workbench.Result toB = bench.attractor("tell", "one", "b", "only for b");
    letGo();

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.err())
        .contains("the next agents of one are told, which is at hold: none is at work in it now");
    assertThat(toB.code()).as(toB.err()).isZero();
    assertThat(process.waitFor()).as(bench.output(process)).isZero();
    assertThat(run.logs().resolve("a/prompt.md"))
        .content()
        .contains("What you have been told since the run began\n- mind the gap")
        .doesNotContain("only for b");
    assertThat(run.logs().resolve("b/prompt.md")).content().contains("- only for b");
    assertThat(JournalFiles.events(run.logs(), "steered"))
        .extracting(fact -> fact.path("by").asString() + ": " + fact.path("text").asString())
        .containsExactly("person: mind the gap", "person: only for b");
    assertThat(bench.attractor("replay").code()).isZero();
    assertThat(bench.attractor("explain").out())
        .contains("this run was told by person: mind the gap")
        .contains("the stage b was told by person: only for b");
  }

  @Test
  void anAgentThatKeepsNoSessionIsSaidToBeDeaf() throws Exception {
    AskingRun run = new AskingRun(bench);
    Process process =
        run.start(
            agent("a", "{delay: 4000, say: done}")
                + agent("b", "{say: b}")
                + " start -> a -> b -> exit");
    awaitAt("a");
    await() // the run is there before the agent is
        .atMost(PATIENCE)
        .until(() ->
            JournalFiles.events(run.logs(), "stage_attempt_start").stream()
                .anyMatch(fact -> fact.path("node_id").asString().equals("a")));

    Workbench.Result told = bench.attractor("tell", "one", "hurry", "--json");

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out())
        .contains("\"current_node\":\"a\"")
        .contains("\"agent\":\"scripted\"")
        .contains("\"when\":\"after_this_one\"");
    assertThat(process.waitFor()).as(bench.output(process)).isZero();
    assertThat(run.logs().resolve("b/prompt.md")).content().contains("- hurry");
    assertThat(JournalFiles.events(run.logs(), "warning"))
        .extracting(fact -> fact.path("message").asString())
        .contains(
            "scripted cannot be told anything while it works on a#1.1: those after it are told");
  }

  @Test
  void whoeverIsAtWorkInABranchIsTold() throws Exception {
    AskingRun run = new AskingRun(bench);
    Process process =
        run.start(
            holding("hold")
                + SamplePipelines.tool("quick", "true")
                + agent("a", "{say: a}")
                + agent("b", "{say: b}")
                + " fan [shape=component] join [shape=tripleoctagon]"
                + " start -> fan fan -> hold -> a -> join fan -> quick -> join join -> b -> exit");
    await()
        .atMost(PATIENCE)
        .until(() -> bench.attractor("status").out().contains(".fan-p1-hold running hold"));

    Workbench.Result told = bench.attractor("tell", "one", "look around");
    letGo();

    assertThat(told.err()).contains("the next agents of one.fan-p1-hold are told");
    assertThat(process.waitFor()).as(bench.output(process)).isZero();
    Path branch = run.logs().resolve("parallel/fan/pass1/01-hold");
    assertThat(branch.resolve("a/prompt.md")).content().contains("- look around");
    assertThat(run.logs().resolve("b/prompt.md")).content().contains("- look around");
    assertThat(bench.attractor("replay").code()).isZero();
  }

  @Test
  void whatARunIsToldThoseInsideItAreToldWheneverTheyBegin() throws Exception {
    Files.writeString(
        bench.path("child.dot"),
        SamplePipelines.framed(agent("deep", "{say: deep}") + " start -> deep -> exit"));
    AskingRun run = new AskingRun(bench);
    Process process =
        run.start(
            holding("hold")
                + agent("b", "{say: b}")
                + " fan [shape=component max_parallel=1] join [shape=tripleoctagon]"
                + " watch [shape=house stack.child_dotfile=\"child.dot\"]"
                + " part [type=pipeline pipeline_file=\"child.dot\"]"
                + " start -> fan fan -> hold -> join fan -> b -> join"
                + " join -> watch -> part -> exit");
    await()
        .atMost(PATIENCE)
        .until(() -> bench.attractor("status").out().contains(".fan-p1-hold running hold"));

    assertThat(bench.attractor("tell", "one", "look around").code()).isZero();
    assertThat(bench.attractor("tell", "one", "deep", "only deep").code()).isZero();
    letGo();

    assertThat(process.waitFor()).as(bench.output(process)).isZero();
    Path b = run.logs().resolve("parallel/fan/pass1/02-b/b/prompt.md");
    assertThat(b).content().contains("- look around").doesNotContain("only deep");
    assertThat(run.logs().resolve("watch/child/deep/prompt.md"))
        .content()
        .contains("- look around\n- only deep");
    assertThat(run.logs().resolve("part/run/deep/prompt.md")).content().contains("- look around");
    assertThat(bench.attractor("replay").code()).isZero();
  }

  @Test
  void aStageAtWhichNobodyCanHearItIsRefused() throws Exception {
    AskingRun run = new AskingRun(bench);
    Process process =
        run.start(
            agent("a", "{say: a}")
                + holding("hold")
                + agent("b", "{say: b}")
                + " start -> a -> hold -> b -> exit");
    awaitAt("hold");

    Workbench.Result over = bench.attractor("tell", "one", "a", "be brief");
    Workbench.Result command = bench.attractor("tell", "one", "hold", "be brief");
    letGo();

    assertThat(over.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(over.err()).contains("no agent of the run comes to a stage a any more");
    assertThat(command.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(process.waitFor()).as(bench.output(process)).isZero();
  }

  @Test
  void aRunThatNobodyDrivesIsToldWhenItIsResumed() throws Exception {
    AskingRun run = new AskingRun(bench);
    Process process =
        run.start(holding("hold") + agent("a", "{say: a}") + " start -> hold -> a -> exit");
    awaitAt("hold");
    assertThat(bench.attractor("stop").code()).isZero();
    assertThat(process.waitFor()).isEqualTo(ExitCode.CANCELED.code());

    Workbench.Result told = bench.attractor("tell", "one", "good morning");
    assertThat(told.err()).contains("nobody drives one now").contains("attractor resume one");
    letGo();
    assertThat(bench.attractor("resume", "one").code()).isZero();

    assertThat(run.logs().resolve("a/prompt.md")).content().contains("- good morning");
    Workbench.Result late = bench.attractor("tell", "one", "too late");
    assertThat(late.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(late.err()).contains("is over: nobody is left to be told");
  }

  @Test
  void whatAnyProgramWritesIntoTheFileIsSaidToo() throws Exception {
    AskingRun run = new AskingRun(bench);
    Process process =
        run.start(holding("hold") + agent("a", "{say: a}") + " start -> hold -> a -> exit");
    awaitAt("hold");
    Files.writeString(run.logs().resolve("steering.ndjson"), "no JSON at all\n");
    Workbench.Result nobody = bench.attractor("tell", "one", "nosuch", "hi");
    Workbench.Result nothing = bench.attractor("tell", "one", "  ");
    letGo();

    assertThat(process.waitFor()).as(bench.output(process)).isZero();
    assertThat(run.logs().resolve("a/prompt.md")).content().contains("- no JSON at all");
    assertThat(nobody.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(nobody.err()).contains("comes to a stage nosuch any more");
    assertThat(nothing.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(nothing.err()).contains("nothing is said");
  }
}
