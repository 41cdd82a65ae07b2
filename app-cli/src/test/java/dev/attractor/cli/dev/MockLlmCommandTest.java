package dev.attractor.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.Main;
import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code attractor dev mock-llm}. */
class MockLlmCommandTest {
  private static final Pattern URL = Pattern.compile("ANTHROPIC_BASE_URL=(\\S+)");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final Cancellation cancellation = new Cancellation();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int mockLlm(String script) throws IOException {
    Files.writeString(folder.resolve("script.yaml"), script);
    return attractor("dev", "mock-llm", "--script", "script.yaml");
  }

  private int attractor(String... words) {
    return Main.run(
        out,
        err,
        InputStream.nullInputStream(),
        new HostEnvironment(Map.of(), folder, folder),
        InstantSource.system(),
        cancellation,
        words);
  }

  @Test
  void givesTheFirstLineThatIsForTheRequestAndNotUsedUp() throws Exception {
    CompletableFuture<Integer> running =
        CompletableFuture.supplyAsync(() -> {
          try {
            return mockLlm(
                """
                - {when: plan the work, times: 1, fail: 429}
                - {when: plan the work, say: planned}
                - {when: write it, write: {file: hello.txt, content: hi}, say: written}
                """);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    await().atMost(Duration.ofSeconds(60)).until(() -> URL.matcher(text(out)).find());
    Matcher url = URL.matcher(text(out));
    assertThat(url.find()).isTrue();

    assertThat(ask(url.group(1), "plan the work").statusCode()).isEqualTo(429);
    assertThat(ask(url.group(1), "plan the work").body()).contains("planned");
    assertThat(ask(url.group(1), "plan the work").body()).contains("planned");
    assertThat(ask(url.group(1), "write it").body()).contains("hello.txt");
    assertThat(ask(url.group(1), "something else").statusCode()).isEqualTo(404);

    cancellation.request();
    assertThat(running.join()).isZero();
  }

  private static HttpResponse<String> ask(String url, String prompt)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url + "/v1/messages"))
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(prompt)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "say: x",
        "- {says: x}",
        "- {when: x}",
        "- {stage: x}",
        "- x",
        "- {say: x, fail: 500}",
        "- {write: {file: a}}",
        "- {write: {file: a, content: b, from: c}}",
        "- {write: {file: a, from: nope.txt}}",
        "- {write: a}",
        "- {steps: [{run: a, report: {status: success}}]}",
        "- {steps: [{say: a}]}",
        "- {steps: a, say: b}",
        "- {steps: [{run: a}], run: b}",
        "- {say: [a, b]}",
        "- {say: }",
        "- {run: [a, b]}",
        "- {stage: [a], say: x}",
        "- {write: {file: x, content: {k: 1}}}",
        "- {report: success}",
        "- {attempt: first, say: x}",
        "- {visit: 0, say: x}",
        "- {times: once, say: x}",
        "- {times: 1.5, say: x}",
        "- {fail: nope}",
        "- {fail: }",
        "- {fail: 200}",
        "- {silent: false}",
        "- {break_off: maybe}",
        "[",
        "[]"
      })
  void aScriptThatCannotBePlayedIsRefused(String script) throws IOException {
    assertThat(mockLlm(script)).isEqualTo(ExitCode.USAGE.code());
    assertThat(text(err)).contains("script.yaml cannot be played").contains("--help");
  }

  @ParameterizedTest
  @CsvSource({
    "--port 99999,--port 99999 is no port",
    "--port -1,--port -1 is no port",
    "--script nope.yaml,there is no script",
    "--script .,cannot be played: it cannot be read",
  })
  void whatCannotBePlayedWithIsWrongUsage(String options, String message) {
    assertThat(attractor(("dev mock-llm " + options).split(" ", -1)))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(text(err)).contains("error: ").contains(message).contains("hint: ");
    assertThat(text(err)).doesNotContain("Exception");
  }

  @Test
  void aPortThatIsTakenIsWrongUsage() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThat(attractor("dev", "mock-llm", "--port", Integer.toString(port)))
          .isEqualTo(ExitCode.USAGE.code());
      assertThat(text(err)).contains("cannot answer on port " + port).contains("--port");
      assertThat(text(err)).doesNotContain("Exception");
    }
  }

  @Test
  void whereTheModelIsNotInstalledThatIsSaid() {
    assertThatThrownBy(() -> MockLlmCommand.player("dev.attractor.cli.dev.played.NotInstalled"))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("not installed here");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
