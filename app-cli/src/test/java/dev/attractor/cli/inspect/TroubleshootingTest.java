package dev.attractor.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands of docs/troubleshooting.md, as they stand there: what they find, and what not. */
class TroubleshootingTest {
  private static final Pattern BLOCK =
      Pattern.compile("^## ([^\n]+)|^```sh\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs = Path.of("");

  @BeforeAll
  static void needsJq() {
    assumeTrue(
        List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "jq"))),
        "jq is not installed");
  }

  /** A run that has all that is looked for, as it should be: failures of all kinds, and retries. */
  @BeforeEach
  void aRun() throws IOException {
    Files.writeString(
        bench.path("script.yaml"),
        """
        flaky:
          - attempt: 1
            error: {class: transient_infra, reason: stream disconnected}
          - outcome: success
        one: [{outcome: fail, failure_reason: it cannot be done}]
        two: [{error: {class: deterministic, reason: the key is refused}}]
        """);
    logs =
        bench
            .run(
                """
                default_max_retries=2
                node [llm_provider=scripted agent_script="@script.yaml" prompt=x]
                flaky one two words
                words [agent_script="{words: [{outcome: success, context: {status: fail}}]}"]
                failed [shape=diamond] last [shape=diamond]
                mended [shape=parallelogram tool_command=true goal_gate=true retry_target=mended]
                broken [shape=parallelogram tool_command="exit 1"]
                fan [shape=component] join_work [shape=tripleoctagon]
                verify [shape=parallelogram tool_command=true]
                test [shape=parallelogram tool_command="test -e ok || { touch ok; exit 1; }"]
                heals [shape=parallelogram tool_command="[ -e h ] || { touch h; exit 1; }" max_retries=1]
                check [shape=diamond]
                start -> flaky -> words -> heals -> test -> check
                check -> fan [condition="outcome=success"]
                check -> test [condition="outcome=fail" loop_restart=true]
                fan -> one -> join_work fan -> two -> join_work
                join_work -> failed [condition="outcome=fail"]
                join_work -> verify [condition="outcome=success"] verify -> exit
                failed -> mended -> broken -> last
                last -> exit [condition="outcome=success"]
                """)
            .logsRoot();
    for (String own : List.of("progress.ndjson", "graph.dot", "status.json", "final.json")) {
      Files.writeString(
          logs.resolve("worktree").resolve(own), "{\"status\":\"fail\"} of the project");
    }
  }

  /** Returns the commands by the heading that each stands under. */
  private static Map<String, List<String>> commands() throws IOException {
    Map<String, List<String>> commands = new LinkedHashMap<>();
    String heading = "";
    Matcher block = BLOCK.matcher(Files.readString(Path.of("..", "docs", "troubleshooting.md")));
    while (block.find()) {
      if (block.group(1) != null) {
        heading = block.group(1);
      } else {
        commands.merge(
            heading,
            List.of(block.group(2)),
            (some, more) -> Stream.of(some, more).flatMap(List::stream).toList());
      }
    }
    return commands;
  }

  private String found(String heading) throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (String command : commands().getOrDefault(heading, List.of())) {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .directory(logs.toFile())
              .redirectErrorStream(true)
              .start();
      all.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      process.waitFor();
    }
    return all.toString();
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = logs.resolve(file);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
  }

  private void append(String event) throws IOException {
    Path journal = logs.resolve("progress.ndjson");
    Files.writeString(journal, Files.readString(journal) + event + "\n");
  }

  @Test
  void findNothingInASoundRun() throws Exception {
    assertThat(Files.readString(logs.resolve("final.json"))).contains("no way leads on");
    assertThat(Files.readString(logs.resolve("progress.ndjson")))
        .contains("all parallel branches", "\"from_node\":\"failed\",\"to_node\":\"mended\"");
    assertThat(commands()).hasSize(5);
    for (String heading : commands().keySet()) {
      assertThat(found(heading)).as(heading).isEmpty();
    }
  }

  @Test
  void findAJoinThatWentOn() throws Exception {
    append(
        """
        {"event":"edge_selected","from_node":"join_work","to_node":"verify","hop_source":"weight"}\
        """);

    assertThat(found("A join went on although every branch had failed"))
        .contains("\"to_node\":\"verify\"");
  }

  @Test
  void findAFailureThatWasTriedAgain() throws Exception {
    append("{\"event\":\"stage_retry_sleep\",\"node_id\":\"join_work\",\"delay_ms\":200}");

    assertThat(found("A failure that cannot heal was tried again")).contains("join_work");
  }

  @Test
  void findACommandThatWasTriedAgainAndDoesNotSayThatItMay() throws Exception {
    for (String tool : List.of("heals", "broken")) {
      append(
          """
          {"event":"stage_attempt_end","node_id":"%s","failure_class":"deterministic",\
          "context_updates":{"tool.output":""}}\
          """
              .formatted(tool));
      append("{\"event\":\"stage_retry_sleep\",\"node_id\":\"%s\"}".formatted(tool));
    }

    assertThat(found("A failure that cannot heal was tried again"))
        .contains("broken")
        .doesNotContain("heals");
  }

  @Test
  void findAFailureWithoutTheReasonWhyItWasNotTriedAgain() throws Exception {
    String journal = "parallel/fan/pass1/01-one/progress.ndjson";
    change(journal, "\"stage_retry_blocked\"", "\"something_else\"");

    assertThat(found("Why a failed attempt was not tried again was not told"))
        .contains("01-one/progress.ndjson one")
        .contains("it cannot be done")
        .doesNotContain("two");
  }

  @Test
  void findACallOfClaudeThatTellsNothing() throws Exception {
    Path stage = Files.createDirectories(logs.resolve("odd"));
    String call =
        "{\"provider\":\"anthropic\",\"argv\":[\"claude\",\"-p\",\"--output-format\",%s]}";
    Files.writeString(
        stage.resolve("cli_invocation.json"), call.formatted("\"stream-json\",\"--verbose\""));
    assertThat(found("claude was called in a way that tells nothing while it works")).isEmpty();

    Files.writeString(stage.resolve("cli_invocation.json"), call.formatted("\"stream-json\""));

    assertThat(found("claude was called in a way that tells nothing while it works"))
        .contains("odd/cli_invocation.json");
  }

  @Test
  void findAFailureWithoutAReason() throws Exception {
    change("parallel/fan/pass1/01-one/one/status.json", "\"it cannot be done\"", "\"\"");
    append("{\"event\":\"stage_attempt_end\",\"node_id\":\"bad\",\"status\":\"fail\"}");

    assertThat(found("Something failed and does not say why"))
        .contains("one/status.json")
        .contains("\"node_id\":\"bad\"");
  }
}
