package dev.attractor.cli.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Runs that go on by themselves, until a test lets them end. */
public final class LongRuns {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Workbench bench;

  /** Has them work in the repository of a bench. */
  public LongRuns(Workbench bench) {
    this.bench = bench;
  }

  /** Writes a pipeline with these statements and returns its file. */
  public String pipeline(String statements) throws IOException {
    Path file = Files.createTempFile(bench.folder(), "p", ".dot");
    return Files.writeString(file, "digraph t { start exit %s }".formatted(statements)).toString();
  }

  /** Returns a stage that goes on until the file {@code go} is in the folder of the bench. */
  public String waiting() {
    return "w [shape=parallelogram tool_command=\"sleep 600 & while [ ! -e %s ]; do sleep 0.1; done; kill $!\"]"
            .formatted(bench.path("go"))
        + " start -> w w -> exit [condition=\"outcome=success\"]";
  }

  /** Starts a run that goes on by itself. */
  public Workbench.Result detached(String pipeline, String... options) {
    Workbench.Result result =
        bench.attractor(
            Stream.concat(Stream.of("run", pipeline, "--detach"), Stream.of(options))
                .toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }

  /** Waits until a file is there. */
  public void awaitFile(Path file) {
    await().atMost(PATIENCE).until(() -> Files.exists(file));
  }
}
