package dev.attractor.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.FailureClass;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.spi.AgentRuntime;
import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProbeRuntime;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessRunner;
import dev.attractor.ports.spi.ProcessSpec;
import dev.attractor.ports.spi.ProviderSettings;
import dev.attractor.ports.spi.StageRuntime;
import dev.attractor.testkit.process.LocalProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every agent provider promises ({@link AgentProvider}), as a class to extend: say which
 * provider, and have the scenes played.
 *
 * @since 0.1
 */
@Timeout(120)
public abstract class AgentProviderContract {
  private static final String NAME = "[a-z][a-z0-9_-]*";
  private static final int LONG_PROMPT = 300_000;
  private static final int FLOOD = 100_000;
  private static final int LONGEST_RESPONSE = 10_000_000;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path directory;

  /** For subclasses. */
  protected AgentProviderContract() {}

  /** Returns the provider. */
  protected abstract AgentProvider provider();

  /**
   * Has a scene played.
   *
   * @param folder for what is needed to play it
   * @return the settings with which the provider comes upon the scene
   */
  protected abstract ProviderSettings playing(Scene scene, Path folder) throws IOException;

  /** Returns the classes of failures that the provider tells apart. */
  protected Set<FailureClass> failureClasses() {
    return Set.of(FailureClass.DETERMINISTIC, FailureClass.TRANSIENT_INFRA);
  }

  /** Returns attributes for the node that the provider works on. */
  protected Map<String, String> attributes(Scene scene) {
    return Map.of();
  }

  /** Returns the environment of the program; by default that of the test. */
  protected Map<String, String> hostEnvironment() {
    return System.getenv();
  }

  /** Returns what runs programs. */
  protected ProcessRunner processes(Cancellation cancellation) {
    return new LocalProcesses(cancellation);
  }

  @BeforeEach
  final void makeFolders() throws IOException {
    folder = folder.toRealPath();
    directory = folder.resolve("worktree");
    Files.createDirectories(directory.resolve("made"));
    Files.createDirectories(folder.resolve("scratch"));
    Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(folder.resolve("stage"));
  }

  private AgentTask task(Scene scene, String prompt, Optional<Duration> timeout)
      throws IOException {
    return new AgentTask(
        "work",
        1,
        1,
        prompt,
        "",
        "",
        attributes(scene),
        directory,
        folder.resolve("scratch"),
        folder.resolve("home"),
        folder.resolve("scratch/status.json"),
        Map.of(
            "PATH", hostEnvironment().getOrDefault("PATH", "/usr/bin:/bin"),
            "HOME", folder.resolve("home").toString()),
        Optional.empty(),
        timeout,
        Optional.empty(),
        playing(scene, folder.resolve("stage")));
  }

  private AgentResult run(Scene scene, String prompt) throws IOException {
    return provider()
        .run(task(scene, prompt, Optional.empty()), new TestRuntime(new Cancellation()));
  }

  private static void assertEndedWell(AgentResult result) {
    assertThat(result.failure()).isEmpty();
    assertThat(result.confirmed()).as("the agent itself said that it ended well").isTrue();
  }

  private static Failure failureOf(AgentResult result) {
    Failure failure = result.failure().orElseThrow(() -> new AssertionError("it did not fail"));
    assertThat(failure.evidence()).as("what the class was derived from").isNotBlank();
    assertThat(result.confirmed()).isFalse();
    return failure;
  }

  @Test
  final void itsNamesAreWellFormed() {
    assertThat(provider().name()).matches(NAME);
    assertThat(provider().aliases()).allMatch(alias -> alias.matches(NAME));
  }

  @Test
  final void itsProbeFindsAnAgentThatCouldWork() throws IOException {
    ProviderSettings settings = playing(new Scene.Says("x"), folder.resolve("stage"));

    assertThat(provider().probe(settings, new TestRuntime(new Cancellation())))
        .isNotEmpty()
        .allSatisfy(finding -> {
          assertThat(finding.level()).as(finding.message()).isNotEqualTo(Finding.Level.FAIL);
          assertThat(finding.check()).matches("[a-z][a-z0-9_]*");
        });
  }

  @Test
  final void whatTheAgentSaysIsTheResponse() throws IOException {
    String text = "Grüße, 世界 🌍";

    AgentResult result = run(new Scene.Says(text), "say it");

    assertEndedWell(result);
    assertThat(result.response()).isEqualTo(text);
  }

  @Test
  final void theAgentWorksInItsFolder() throws IOException {
    AgentResult result = run(new Scene.Writes("made/by-agent.txt", "content"), "write it");

    assertEndedWell(result);
    assertThat(directory.resolve("made/by-agent.txt")).hasContent("content");
  }

  @Test
  final void aPromptWithSignsOfAllKindsArrives() throws IOException {
    AgentResult result = run(new Scene.RepeatsTheLastWord(), "\"quoted\" $HOME `x` \\ 世界🌍");

    assertThat(result.response()).isEqualTo("世界🌍");
  }

  /** Longer than the operating system lets an argument be. */
  @Test
  final void aLongPromptArrivesWhole() throws IOException {
    AgentResult result =
        run(new Scene.RepeatsTheLastWord(), "word ".repeat(LONG_PROMPT / 5) + "the-very-end");

    assertEndedWell(result);
    assertThat(result.response()).isEqualTo("the-very-end");
  }

  @TestFactory
  final List<DynamicTest> aFailureHasItsClass() {
    return failureClasses().stream()
        .sorted()
        .map(failureClass ->
            DynamicTest.dynamicTest(
                failureClass.word(),
                () -> {
                  Failure failure = failureOf(run(new Scene.Fails(failureClass), "fail"));
                  assertThat(failure.failureClass()).as(failure.reason()).isEqualTo(failureClass);
                }))
        .toList();
  }

  @Test
  final void whatTakesTooLongIsTransient() throws IOException {
    AgentTask task = task(new Scene.Hangs(), "hang", Optional.of(Duration.ofSeconds(1)));

    AgentResult result = provider().run(task, new TestRuntime(new Cancellation()));

    assertThat(failureOf(result).failureClass()).isEqualTo(FailureClass.TRANSIENT_INFRA);
  }

  @Test
  final void aCanceledAgentEndsAndSaysSo() throws Exception {
    Cancellation cancellation = new Cancellation();
    TestRuntime runtime = new TestRuntime(cancellation);
    AgentTask task = task(new Scene.Hangs(), "hang", Optional.empty());
    AtomicReference<Optional<AgentResult>> result = new AtomicReference<>(Optional.empty());
    Thread work =
        Thread.ofVirtual().start(() -> result.set(Optional.of(provider().run(task, runtime))));

    runtime.begun.await();
    cancellation.request();
    work.join();

    assertThat(failureOf(result.get().orElseThrow()).failureClass())
        .isEqualTo(FailureClass.CANCELED);
  }

  @Test
  final void anAgentMayPrintVeryMuch() throws IOException {
    AgentResult result = run(new Scene.Floods(FLOOD), "go on");

    assertEndedWell(result);
    assertThat(result.response().length()).isLessThan(LONGEST_RESPONSE);
  }

  /** Runs programs and forgets what they print. */
  private final class TestRuntime implements AgentRuntime, ProbeRuntime {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Cancellation cancellation;

    TestRuntime(Cancellation cancellation) {
      this.cancellation = cancellation;
    }

    @Override
    public ProcessRunner processes() {
      ProcessRunner runner = AgentProviderContract.this.processes(cancellation);
      return (spec, listener) -> {
        begun.countDown();
        return runner.run(spec, listener);
      };
    }

    @Override
    public void emit(AgentEvent event) {
      begun.countDown();
    }

    @Override
    public void keepOutput(StageRuntime.Stream stream, String line) {}

    @Override
    public Map<String, String> hostEnvironment() {
      return AgentProviderContract.this.hostEnvironment();
    }

    @Override
    public Answer ask(List<String> argv, Map<String, String> environment) {
      StringBuilder text = new StringBuilder();
      ProcessResult result =
          processes()
              .run(
                  ProcessSpec.of(argv, folder, environment),
                  new ProcessListener() {
                    @Override
                    public void stdout(String line) {
                      text.append(line).append('\n');
                    }

                    @Override
                    public void stderr(String line) {}
                  });
      return new Answer(result.end(), text.toString());
    }
  }
}
