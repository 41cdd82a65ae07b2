package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stages that an agent works on: what it is told, and what counts as its success. */
class AgentStageTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @Test
  void aScriptedAgentGetsItsPromptWithPreambleAndVariables() throws IOException {
    Workbench.Result result =
        bench.run(
            """
            goal="greet"
            a [llm_provider=scripted prompt="Please $goal $who." agent_script="a: [{say: hi}]"]
            start -> a -> exit
            """,
            "--set",
            "who=Ada");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.logsRoot().resolve("a/prompt.md"))
        .content()
        .contains("Please greet Ada.")
        .contains("Change nothing outside this folder")
        .contains("status.json");
    assertThat(result.logsRoot().resolve("a/response.md")).hasContent("hi");
  }

  @Test
  void anAgentThatRunsNoToolHooksWorksUnguardedAndThatIsTold() throws IOException {
    Workbench.Result result =
        bench.run(
            """
            tool_hooks.pre="exit 1"
            a [llm_provider=scripted prompt=x agent_script="a: [{say: hi}]"]
            b [llm_provider=scripted prompt=x agent_script="b: [{say: hi}]" tool_hooks.pre=""]
            start -> a -> b -> exit
            """);

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("[tool_hooks_honoured]");
    assertThat(Files.readString(result.logsRoot().resolve("progress.ndjson")))
        .contains("scripted runs no tool hooks: nothing is guarded or logged while it works on a")
        .doesNotContain("while it works on b");
  }

  @Test
  void aSilentAgentWithoutAStatusFileHasNotSucceeded() throws IOException {
    String silent =
        "a [%s llm_provider=scripted prompt=x agent_script=\"a: [{silent: true}]\"]"
            + " start -> a a -> exit [condition=\"outcome=success\"]";

    assertThat(bench.run(silent.formatted("")).value("failure_reason"))
        .endsWith(": missing status.json (auto_status=false)");
    assertThat(bench.run(silent.formatted("auto_status=true")).code()).isZero();
  }

  @Test
  void anAgentIsToldWhatTheLastOneSaidAndWhereTheEvidenceIs() throws IOException {
    String said = "A long story. ".repeat(60);
    Workbench.Result result =
        bench.run(
            """
            node [llm_provider=scripted]
            write [prompt="x" agent_script="write: [{say: '%s'}]"]
            test [shape=parallelogram tool_command="echo red >&2; echo out; exit 1"]
            fan [shape=component]
            fix [prompt="Fix ${context.failure_reason} of ${context.none}$$5" agent_script="fix: [{say: done}]"]
            other [prompt="x" agent_script="other: [{say: done}]"]
            join [shape=tripleoctagon]
            start -> write -> test
            test -> exit [condition="outcome=success"]
            test -> fan [condition="outcome=fail"]
            fan -> fix -> join fan -> other -> join join -> exit
            """
                .formatted(said));

    assertThat(result.code()).as(result.err()).isZero();
    Path fix = result.logsRoot().resolve("parallel/fan/pass1/01-fix/fix");
    assertThat(Files.readString(fix.resolve("preamble.md")))
        .contains(said.strip())
        .contains(result.logsRoot().resolve("write/response.md").toString())
        .contains(result.logsRoot().resolve("test/stderr.log").toString())
        .contains(result.logsRoot().resolve("test/stdout.log").toString());
    assertThat(Files.readString(fix.resolve("prompt.md"))).contains("Fix exit code 1: red of $5");
  }
}
