package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.attractor.cli.Main;
import dev.attractor.cli.workbench.ChildJvm;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The program as the first of a container. */
@Timeout(300)
class FirstProgramTest {
  private static final List<String> NAMESPACE =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

  @RegisterExtension private final Workbench bench = new Workbench();

  /** Such as what a person has started with {@code docker exec}: it comes to the first program. */
  @Test
  void endsNoOrphanOfSomebodyElseWithAStage() throws Exception {
    assumeThat(canMakeNamespaces()).as("unshare --pid is allowed here").isTrue();
    Path began = bench.path("began");
    Path stranger = bench.path("stranger");
    String pipeline =
        Files.writeString(
                bench.path("p.dot"),
                SamplePipelines.framed(
                    """
                    a [shape=parallelogram
                       tool_command="echo $$ >%1$s; while [ ! -s %2$s ]; do sleep 0.1; done"]
                    b [shape=parallelogram tool_command="kill -0 $(cat %2$s)"]
                    start -> a a -> b [condition="outcome=success"] b -> exit [condition="outcome=success"]
                    """
                        .formatted(began, stranger)))
            .toString();
    Process driver =
        bench.start(
            Stream.concat(
                    NAMESPACE.stream(), ChildJvm.get().command(List.of(), Main.class).stream())
                .toList(),
            "run",
            pipeline);
    await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(began));
    long first = driver.children().findFirst().orElseThrow().pid();
    String program = "echo $$ >%1$s.new; mv %1$s.new %1$s; exec sleep 600".formatted(stranger);
    Process entered =
        new ProcessBuilder(
                "nsenter",
                "--target",
                Long.toString(first),
                "--pid",
                "--mount",
                "sh",
                "-c",
                "env -i setsid sh -c '%s' >/dev/null 2>&1 &".formatted(program))
            .start();

    assertThat(entered.waitFor()).isZero();
    assertThat(driver.waitFor()).as(bench.output(driver)).isZero();
  }

  private static boolean canMakeNamespaces() throws InterruptedException {
    try {
      return new ProcessBuilder(Stream.concat(NAMESPACE.stream(), Stream.of("true")).toList())
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
