package dev.attractor.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.Main;
import dev.attractor.cli.workbench.RealClis;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The example of docs/agents.md, as it stands there, with each of the real programs. */
class PlayedExampleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern URL = Pattern.compile("ANTHROPIC_BASE_URL=(\\S+)");

  @RegisterExtension private final Workbench bench = new Workbench();

  private final Cancellation stop = new Cancellation();
  private CompletableFuture<Integer> player = CompletableFuture.completedFuture(0);

  @BeforeEach
  void needsThePrograms() {
    RealClis.assumeInstalled();
  }

  private Path shown(String language, String name) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "agents.md"));
    Matcher block =
        Pattern.compile("```%s\n(.*?)```".formatted(language), Pattern.DOTALL)
            .matcher(page.substring(page.indexOf("## Trying a pipeline without an account")));
    assertThat(block.find()).as("a block of " + language).isTrue();
    return Files.writeString(bench.path(name), block.group(1));
  }

  /** Returns where the script is played. */
  private String played(Path script) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    player =
        CompletableFuture.supplyAsync(
            () ->
                Main.run(
                    out,
                    OutputStream.nullOutputStream(),
                    InputStream.nullInputStream(),
                    new HostEnvironment(Map.of(), bench.home(), bench.repo()),
                    InstantSource.system(),
                    stop,
                    "dev",
                    "mock-llm",
                    "--script",
                    script.toString()),
            Thread::startVirtualThread); // git has its own work for the common threads
    await().atMost(PATIENCE).until(() -> URL.matcher(text(out)).find());
    Matcher url = URL.matcher(text(out));
    assertThat(url.find()).isTrue();
    return url.group(1);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @AfterEach
  void stopsWhenItIsTold() {
    stop.request();
    assertThat(player.join()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void isPlayed(RealClis cli) throws IOException {
    RealClis.on(bench, played(shown("yaml", "answers.yaml")));
    Path config =
        Files.writeString(
            bench.path("run.yaml"),
            "version: 1\nllm: {default_provider: %s}\n".formatted(cli.provider()));
    Path logs = bench.path("logs");

    Workbench.Result result =
        bench.attractor(
            "run",
            shown("dot", "hello.dot").toString(),
            "--config",
            config.toString(),
            "--logs-root",
            logs.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.git("show", result.value("run_branch") + ":hello.txt")).isEqualTo("hello");
    assertThat(logs.resolve("implement/response.md")).hasContent("I have written hello.sh.");
    JsonNode first = Workbench.json(logs.resolve("implement/history/v1-a1/status.json"));
    assertThat(first.path("failure_reason").asString())
        .isEqualTo("the first try is never the best");
    assertThat(Workbench.json(logs.resolve("review/status.json")).path("status").asString())
        .isEqualTo("approved");
  }
}
