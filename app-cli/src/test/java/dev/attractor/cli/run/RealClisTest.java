package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.ProcessGroups;
import dev.attractor.cli.workbench.RealClis;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.llm.MockLlm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real programs through the whole of {@code attractor run}, against a model that is played:
 * throw-away home, made-up keys, the loopback address. Skipped where they are not installed ({@code
 * mvn verify -Preal-clis} installs them).
 */
class RealClisTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private MockLlm llm;

  @RegisterExtension private final Workbench bench = new Workbench();

  @SuppressWarnings("NullAway.Init") // JUnit makes it before each test
  private ProcessGroups groups;

  private Path logs = Path.of("");

  @BeforeEach
  void playTheModel() throws IOException {
    llm = RealClis.on(bench);
    logs = bench.path("logs");
    groups = ProcessGroups.of(bench.home());
  }

  @AfterEach
  void nothingIsLeftRunningAndNoFileHasAKey() throws IOException {
    if (llm == null) {
      return; // skipped
    }
    llm.close();
    groups.assertAllHaveEnded();
    try (Stream<Path> walk = Files.walk(logs)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      assertThat(files).noneMatch(file -> file.endsWith("process.txt"));
      for (Path file : files) { // those that the programs keep for themselves, too
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("made-up");
      }
    }
  }

  private String[] stage(RealClis cli, String attributes) throws IOException {
    return pipeline(
        cli,
        "work [prompt=\"write hello\", auto_status=false, %s] start -> work".formatted(attributes)
            + " work -> exit [condition=\"outcome=success\"]");
  }

  private String[] pipeline(RealClis cli, String statements) throws IOException {
    Path file = bench.path("p.dot");
    Files.writeString(
        file,
        "digraph t { llm_provider=%s llm_model=\"%s\" start exit %s }"
            .formatted(cli.provider(), cli.model(), statements));
    return new String[] {"run", file.toString(), "--logs-root", logs.toString()};
  }

  private JsonNode json(String name) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(logs.resolve(name)));
  }

  private List<String> events(String stage) throws IOException {
    return Files.readAllLines(logs.resolve(stage).resolve("events.ndjson")).stream()
        .map(line -> JsonMapper.shared().readTree(line).path("type").asString())
        .toList();
  }

  private void assertFailed(Workbench.Result result, String failureClass) throws IOException {
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(json("work/status.json").path("failure_class").asString())
        .as(result.err())
        .isEqualTo(failureClass);
  }

  @ParameterizedTest
  @EnumSource
  void saysSomething(RealClis cli) throws IOException {
    llm.answers(new MockLlm.Says("All done."));

    Workbench.Result result = bench.attractor(stage(cli, ""));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(Files.readString(logs.resolve("work/response.md"))).isEqualTo("All done.");
    assertThat(events("work")).startsWith("session_started").contains("text").endsWith("result");
    JsonNode invocation = json("work/cli_invocation.json");
    assertThat(invocation.path("provider").asString()).isEqualTo(cli.provider());
    assertThat(invocation.path("exit_code").asInt(-1)).isZero();
    assertThat(invocation.path("session_id").asString()).isNotEmpty();
    assertThat(invocation.path("usage").path("output_tokens").asInt()).isPositive();
    if (cli == RealClis.ANTHROPIC) {
      assertThat(invocation.path("argv").toString())
          .contains("\"--output-format\",\"stream-json\",\"--verbose\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesAFileThatIsCommitted(RealClis cli) throws IOException {
    llm.answers(MockLlm.Works.of(new MockLlm.Writes(Path.of("hello.txt"), "hello\n"), "All done."));

    Workbench.Result result = bench.attractor(stage(cli, ""));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(events("work"))
        .as(Files.readString(logs.resolve("work/events.ndjson")))
        .contains("tool_call", "tool_result");
    assertThat(bench.git("show", result.value("run_branch") + ":hello.txt")).isEqualTo("hello");
  }

  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC,401,deterministic",
    "ANTHROPIC,404,deterministic",
    "ANTHROPIC,429,transient_infra",
    "ANTHROPIC,500,transient_infra",
    "OPENAI,401,deterministic",
    "OPENAI,404,deterministic",
    "OPENAI,429,transient_infra",
    "OPENAI,500,transient_infra",
    "GOOGLE,401,deterministic",
    "GOOGLE,404,deterministic",
    "GOOGLE,429,transient_infra",
    "GOOGLE,500,transient_infra",
  })
  void theModelsApiFails(RealClis cli, int status, String failureClass) throws IOException {
    llm.answers(new MockLlm.Fails(status));

    Workbench.Result result = bench.attractor(stage(cli, "timeout=15s"));

    assertFailed(result, failureClass);
  }

  /** SEMANTICS §7a: its turn is ended, and it goes on in its session. */
  @ParameterizedTest
  @EnumSource
  void isToldSomethingWhileItWorks(RealClis cli) throws Exception {
    llm.answers(
        List.of(
            new MockLlm.Line(
                new MockLlm.When("look under the bed", "", 0, 0, ""),
                0,
                new MockLlm.Says("I have looked.")),
            new MockLlm.Line(MockLlm.When.ALWAYS, 0, new MockLlm.IsSilent())));
    Process process = bench.start(stage(cli, ""));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() ->
            Files.exists(logs.resolve("progress.ndjson"))
                && JournalFiles.events(logs, "agent_event").stream()
                    .anyMatch(e -> e.path("type").asString().equals("session_started"))
                && !llm.requests().isEmpty());

    Workbench.Result told = bench.attractor("tell", logs.toString(), "work", "look under the bed");

    assertThat(told.err()).contains("told %s in work".formatted(cli.provider()));
    assertThat(process.waitFor()).as(bench.output(process)).isZero();
    assertThat(Files.readString(logs.resolve("work/response.md"))).isEqualTo("I have looked.");
    assertThat(JournalFiles.events(logs, "steered")).hasSize(1);
    assertThat(JournalFiles.events(logs, "stage_attempt_end"))
        .filteredOn(end -> end.path("node_id").asString().equals("work"))
        .hasSize(1);
    assertThat(llm.requests().getLast()).as("the session goes on").contains("write hello");
  }

  /** SEMANTICS §6: whatever ails the agent, a run that came to the exit with it has failed. */
  @ParameterizedTest
  @CsvSource({
    "ANTHROPIC,wrong key",
    "ANTHROPIC,refused model",
    "ANTHROPIC,empty answer",
    "ANTHROPIC,cut stream",
    "OPENAI,wrong key",
    "OPENAI,refused model",
    "OPENAI,empty answer",
    "OPENAI,cut stream",
    "GOOGLE,wrong key",
    "GOOGLE,refused model",
    "GOOGLE,empty answer",
    "GOOGLE,cut stream",
  })
  void aFailureThatRodeIntoTheExitIsNoSuccess(RealClis cli, String trouble) throws IOException {
    llm.answers(
        switch (trouble) {
          case "wrong key" -> new MockLlm.Fails(401);
          case "refused model" -> new MockLlm.Fails(404);
          case "empty answer" -> new MockLlm.Says("");
          case "cut stream" -> new MockLlm.BreaksOff();
          default -> throw new IllegalArgumentException(trouble);
        });

    Workbench.Result result =
        bench.attractor(
            pipeline(
                cli,
                "work [prompt=\"write hello\" timeout=30s auto_status=false]"
                    + " start -> work -> exit"));

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(result.value("failure_reason"))
        .startsWith("work failed, and the run came to exit with it: ");
    assertThat(result.err().lines().toList().reversed().stream().limit(3))
        .anyMatch(line -> line.contains("work failed"));
  }

  @ParameterizedTest
  @EnumSource
  void norInABranchInAPartOrAtAJoin(RealClis cli) throws IOException {
    llm.answers(new MockLlm.Fails(401));
    Files.writeString(
        bench.path("inner.dot"),
        "digraph i { llm_provider=%s llm_model=\"%s\" start exit deep [prompt=x] start -> deep -> exit }"
            .formatted(cli.provider(), cli.model()));

    Workbench.Result result =
        bench.attractor(
            pipeline(
                cli,
                "fan [shape=component] join [shape=tripleoctagon] work [prompt=x]"
                    + " part [type=pipeline pipeline_file=\"inner.dot\"]"
                    + " start -> fan fan -> work -> join fan -> part -> join join -> exit"));

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(result.value("failure_reason"))
        .isEqualTo("join failed, and no way leads on: all parallel branches failed");
    assertThat(result.err())
        .contains("work: work failed, and the branch came to join with it: ")
        .contains("part: part failed, and the branch came to join with it: deep failed, and");
  }

  @ParameterizedTest
  @EnumSource
  void theStreamBreaksOff(RealClis cli) throws IOException {
    llm.answers(new MockLlm.BreaksOff());

    Workbench.Result result = bench.attractor(stage(cli, "timeout=30s"));

    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.RUN_FAILED.code());
    assertThat(json("work/status.json").path("failure_reason").asString()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void silenceIsEndedAfterTheIdleTimeout(RealClis cli) throws IOException {
    llm.answers(new MockLlm.IsSilent());

    Workbench.Result result = bench.attractor(stage(cli, "idle_timeout=5s"));

    assertFailed(result, "transient_infra");
    assertThat(json("work/status.json").path("failure_reason").asString())
        .contains("printed nothing");
  }

  @ParameterizedTest
  @EnumSource
  void terminatedInTheMiddleItLeavesNothingRunningAndTheRunCanBeResumed(RealClis cli)
      throws Exception {
    llm.answers(new MockLlm.IsSilent());
    Process process = bench.start(stage(cli, ""));
    await().atMost(PATIENCE).until(() -> !llm.requests().isEmpty());

    process.destroy(); // SIGTERM

    assertThat(process.waitFor()).as(bench.output(process)).isEqualTo(ExitCode.CANCELED.code());
    llm.answers(new MockLlm.Says("All done."));
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(result.code()).as(result.err()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aLongPromptArrives(RealClis cli) throws IOException {
    llm.answers(new MockLlm.Says("All done."));
    String line = "All work and no play makes a long prompt. ";
    Files.writeString(bench.path("long.md"), line.repeat(300_000 / line.length()) + "THE-VERY-END");

    Workbench.Result result =
        bench.attractor(
            pipeline(
                cli,
                // On a busy machine gemini may end before all it printed is out of its hands.
                "work [prompt=\"@long.md\" max_retries=2] start -> work"
                    + " work -> exit [condition=\"outcome=success\"]"));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(llm.requests()).anyMatch(request -> request.contains("THE-VERY-END"));
    assertThat(json("work/cli_invocation.json").path("prompt_mode").asString()).isEqualTo("stdin");
  }

  @ParameterizedTest
  @EnumSource
  void aSessionGoesOn(RealClis cli) throws IOException {
    llm.answers(new MockLlm.Says("The word is XYZZY-PLUGH."));

    Workbench.Result result =
        bench.attractor(
            pipeline(
                cli,
                "default_fidelity=full one [prompt=\"remember\" thread_id=t]"
                    + " two [prompt=\"go on\" thread_id=t] start -> one -> two"
                    + " two -> exit [condition=\"outcome=success\"]"));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(llm.requests().getLast())
        .as("the second stage knows what was said in the first")
        .contains("XYZZY-PLUGH")
        .contains("go on");
    assertThat(json("two/cli_invocation.json").path("argv").toString())
        .contains(json("one/cli_invocation.json").path("session_id").asString());
  }
}
