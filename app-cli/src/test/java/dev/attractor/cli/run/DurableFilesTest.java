package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.cli.Main;
import dev.attractor.cli.workbench.ChildJvm;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SEMANTICS §10: what is written whole is on the disk, with its name. */
class DurableFilesTest {
  private static final Pattern SYNCED = Pattern.compile("f(?:data)?sync\\(\\d+<([^>]*)>");

  @RegisterExtension private final Workbench bench = new Workbench();

  @Test
  void theFoldersOfWhatIsMadeOrRenamedAreSynced() throws Exception {
    assumeTrue(hasStrace(), "there is no strace here");
    Path trace = bench.path("trace");
    Path logs = bench.path("logs");
    Path pipeline =
        Files.writeString(
            bench.path("p.dot"),
            SamplePipelines.framed("t [shape=parallelogram tool_command=true] start -> t -> exit"));
    List<String> command =
        Stream.concat(
                Stream.of(
                    "strace",
                    "-f",
                    "-qq",
                    "-y",
                    "-e",
                    "trace=fsync,fdatasync",
                    "-o",
                    trace.toString()),
                ChildJvm.get().command(List.of(), Main.class).stream())
            .toList();
    Process run = bench.start(command, "run", pipeline.toString(), "--logs-root", logs.toString());

    assertThat(run.waitFor()).as(bench.output(run)).isZero();
    Set<String> synced =
        SYNCED
            .matcher(Files.readString(trace))
            .results()
            .map((MatchResult found) -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(synced)
        .as("the folder of the run, that around it, and that of a stage")
        .contains(logs.toString(), bench.folder().toString(), logs.resolve("t").toString());
  }

  private static boolean hasStrace() throws InterruptedException {
    try {
      Process attempt =
          new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .start();
      return attempt.waitFor() == 0;
    } catch (IOException e) {
      return false; // then there is none
    }
  }
}
