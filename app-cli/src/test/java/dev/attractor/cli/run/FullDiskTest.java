package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A disk of its own that is full, after ever more of a run, or that nobody may write to: a clear
 * end, and a run that goes on once there is room. A few points are tried in each build, every n-th
 * page with {@code -Dattractor.pages=n}. Skipped where a disk cannot be mounted.
 */
@Timeout(3_600)
class FullDiskTest {
  private static final int PAGE = 4096;
  private static final int A_FEW = 8;
  private static final String PIPELINE =
      """
      digraph t {
        start [shape=Mdiamond] exit [shape=Msquare]
        a [shape=parallelogram tool_command="echo a >>log; seq 2000"]
        ask [shape=hexagon label="Go on?"]
        fan [shape=component] join [shape=tripleoctagon]
        b [shape=parallelogram tool_command="echo b >>log"]
        c [shape=parallelogram tool_command="echo c >>log"]
        start -> a a -> ask [condition="outcome=success"] ask -> fan [label=Yes]
        fan -> b -> join fan -> c -> join join -> exit [condition="outcome=success"]
      }
      """;

  @RegisterExtension private final Workbench bench = new Workbench();

  @SuppressWarnings("NullAway.Init")
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(bench.path("disk")).toRealPath();
    assumeTrue(
        Files.isDirectory(Path.of("/proc/self"))
            && call("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
        "no disk can be mounted here");
    Files.writeString(bench.path("p.dot"), PIPELINE);
  }

  @AfterEach
  void unmount() throws Exception {
    call("umount", disk.toString());
  }

  private static boolean call(String... argv) throws Exception {
    Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  private long room() throws IOException {
    return Files.getFileStore(disk).getUsableSpace();
  }

  /** Leaves so much room. */
  private Path fill(long room) throws IOException {
    Path ballast = disk.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] page = new byte[PAGE];
      for (long left = room() - room; left > 0; left -= PAGE) {
        out.write(page);
      }
    }
    return ballast;
  }

  private String[] run(Path logs) {
    return new String[] {
      "run",
      bench.path("p.dot").toString(),
      "--logs-root",
      logs.toString(),
      "--run-id",
      "night",
      "--auto-approve"
    };
  }

  private Workbench bench(String name) throws IOException {
    return bench.another("disk/" + name);
  }

  private static Workbench.Result goOn(Workbench bench, Path logs, String... run) {
    Workbench.Result resumed = bench.attractor("resume", "--logs-root", logs.toString());
    boolean neverBegan =
        resumed.err().contains("never began") || resumed.err().contains("there is no run");
    return neverBegan ? bench.attractor(run) : resumed;
  }

  private static void assertClearEnd(Workbench.Result result, String when) {
    assertThat(result.code()).as(when + result.err()).isEqualTo(ExitCode.INTERNAL_ERROR.code());
    assertThat(result.err()).as(when).contains("hint: ").doesNotContain("\tat ");
    assertThat(result.err().lines().filter(line -> line.startsWith("error: ")))
        .as(when + result.err())
        .singleElement()
        .asString()
        .containsAnyOf("No space left on device", "the disk is full");
  }

  @Test
  void aDiskThatIsFullAtAnyPointOfARunIsAClearEndAndTheRunGoesOnOnceThereIsRoom() throws Exception {
    Workbench undisturbed = bench("undisturbed");
    Path logs = disk.resolve("undisturbed/logs");
    long before = room();
    assertThat(undisturbed.attractor(run(logs)).code()).isZero();
    long needed = (before - room()) / PAGE;
    List<String> stages = undisturbed.stages("attractor/run/night");
    Workbench.remove(disk.resolve("undisturbed"));

    long step = Long.getLong("attractor.pages", needed / A_FEW);
    List<Long> full = new ArrayList<>();
    for (long pages = 0; pages < needed; pages += step) {
      String name = "pages-" + pages;
      Workbench onDisk = bench(name);
      Path itsLogs = disk.resolve(name).resolve("logs");
      Path ballast = fill(pages * PAGE);

      Workbench.Result result = onDisk.attractor(run(itsLogs));

      Files.delete(ballast);
      if (result.code() != 0) {
        full.add(pages);
        assertClearEnd(result, "%d of %d pages: ".formatted(pages, needed));
        Workbench.Result wentOn = goOn(onDisk, itsLogs, run(itsLogs));
        assertThat(wentOn.code()).as(name + wentOn.err()).isZero();
      }
      assertThat(onDisk.stages("attractor/run/night")).as(name).isEqualTo(stages);
      onDisk.git("fsck", "--strict");
      Workbench.remove(disk.resolve(name));
    }
    System.out.printf("the disk was full at %d points of a run of %d pages%n", full.size(), needed);
    assertThat(full).isNotEmpty();
  }

  @Test
  void aRunOnADiskThatNobodyMayWriteToIsNotResumedUntilOneMay() throws Exception {
    Path logs = disk.resolve("logs");
    Path go = bench.path("go");
    Files.writeString(
        bench.path("p.dot"),
        """
        digraph t { start exit
          a [shape=parallelogram tool_command="echo a >>log; test -e GO || kill -9 $PPID"]
          start -> a a -> exit [condition="outcome=success"] }
        """
            .replace("GO", go.toString()));
    assertThat(bench.start(run(logs)).waitFor()).as("killed by its own stage").isEqualTo(128 + 9);
    assertThat(call("mount", "-o", "remount,ro", disk.toString())).isTrue();

    Workbench.Result refused = bench.attractor("resume", "--logs-root", logs.toString());

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.INTERNAL_ERROR.code());
    assertThat(refused.err()).contains("Read-only file system").contains("hint: ");
    assertThat(bench.attractor("status", logs.toString()).value("status")).isEqualTo("interrupted");
    assertThat(call("mount", "-o", "remount,rw", disk.toString())).isTrue();
    Files.writeString(go, "");
    Workbench.Result wentOn = bench.attractor("resume", "--logs-root", logs.toString());
    assertThat(wentOn.code()).as(wentOn.err()).isZero();
    assertThat(bench.git("show", "attractor/run/night:log")).isEqualTo("a");
  }

  @Test
  void aRunThatCannotBeginOnADiskThatNobodyMayWriteToLeavesNothingInTheRepository()
      throws Exception {
    assertThat(call("mount", "-o", "remount,ro", disk.toString())).isTrue();

    Workbench.Result result = bench.attractor(run(disk.resolve("logs")));

    assertThat(result.code()).isEqualTo(ExitCode.INTERNAL_ERROR.code());
    assertThat(result.err()).contains("Read-only file system").contains(disk.toString());
    assertThat(bench.git("branch", "--list").lines()).hasSize(1);
    assertThat(bench.git("for-each-ref", "refs/attractor")).isEmpty();
  }
}
