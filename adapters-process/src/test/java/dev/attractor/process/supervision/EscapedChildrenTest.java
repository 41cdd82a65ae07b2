package dev.attractor.process.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.spi.ProcessListener;
import dev.attractor.ports.spi.ProcessResult;
import dev.attractor.ports.spi.ProcessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stage ends for certain, whatever its children do. Real processes run. */
@Isolated("strangers in sessions of their own would be taken for children of other tests")
@Timeout(120)
class EscapedChildrenTest {
  @TempDir private Path folder = Path.of("");
  private final PosixProcesses processes =
      new PosixProcesses(System.getenv("PATH"), InstantSource.system());

  @BeforeEach
  void environmentsCanBeSeen() {
    assumeThat(Files.exists(Path.of("/proc/self/environ"))).isTrue();
  }

  private ProcessResult run(String command, Optional<Duration> timeout, List<String> printed) {
    return processes.run(
        ProcessSpec.of(
                List.of("/bin/sh", "-c", command), folder, Map.of("PATH", System.getenv("PATH")))
            .withTimeout(timeout),
        listener(printed::add),
        new Cancellation());
  }

  private static ProcessListener listener(Consumer<String> lines) {
    return new ProcessListener() {
      @Override
      public void stdout(String line) {
        lines.accept(line);
      }

      @Override
      public void stderr(String line) {}
    };
  }

  /** The children write their numbers into this file. */
  private void allHaveEnded(int count) throws IOException {
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertThat(pids).hasSizeGreaterThanOrEqualTo(count);
    assertThat(pids)
        .allMatch(pid ->
            ProcessGroup.ProcStat.read(Path.of("/proc", pid))
                .filter(stat -> !stat.isDead())
                .isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setsid sh -c 'echo $$ >>pids; exec sleep 600' & sleep 600",
        "setsid sh -c 'echo $$ >>pids; trap \"\" TERM; sleep 600; sleep 600' & sleep 600",
        "setsid sh -c 'echo $$ >>pids; kill -STOP $$; sleep 600' & sleep 600",
        "(setsid sh -c 'echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 &) ; sleep 600",
        "setsid sh -c 'echo $$ >>pids; while :; do sleep 600 & wait; done' & sleep 600",
        "nohup sh -c 'echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 & sleep 600",
        "setsid sh -c 'echo $$ >>pids; yes' & sleep 600",
        "env -i setsid sh -c 'echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 & sleep 600",
        "(env -i setsid sh -c 'echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 &) ; sleep 600",
        "(env -i setsid sh -c 'echo $$ >>pids; trap \"\" TERM; while :; do sleep 600; done' >/dev/null 2>&1 &) ; sleep 600",
        "(env -i setsid sh -c 'echo $$ >>pids; kill -STOP $$; sleep 600' >/dev/null 2>&1 &) ; sleep 600",
        "(env -i setsid sh -c 'trap \"\" TERM; f() { sleep 0.02; (f & echo $$ >>pids); }; f; f; sleep 600' >/dev/null 2>&1 &) ; sleep 600",
      })
  void atATimeOutNothingIsLeft(String command) throws IOException {
    ProcessResult result =
        run(
            command,
            Optional.of(Duration.ofMillis(700)),
            Collections.synchronizedList(new ArrayList<>()));

    assertThat(result.end()).isEqualTo(new ProcessResult.Stopped(ProcessResult.Reason.TIMEOUT));
    allHaveEnded(1);
  }

  @Test
  void ofAStageThatEndsByItselfNothingIsLeft() throws IOException {
    ProcessResult result =
        run(
            "setsid sh -c 'echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 &"
                + " while [ ! -s pids ]; do sleep 0.01; done; echo done",
            Optional.empty(),
            Collections.synchronizedList(new ArrayList<>()));

    assertThat(result.succeeded()).isTrue();
    allHaveEnded(1);
  }

  @Test
  void ofAStageThatEndsByItselfNoOrphanWithoutEnvironmentIsLeft() throws IOException {
    anOrphanIsEndedWithItsStage();
  }

  private void anOrphanIsEndedWithItsStage() throws IOException {
    List<String> printed = Collections.synchronizedList(new ArrayList<>());
    ProcessResult result =
        run(
            "(env -i setsid sh -c 'echo $$ >>pids; exec sleep 600' &) ;"
                + " while [ ! -s pids ]; do sleep 0.01; done; echo done",
            Optional.empty(),
            printed);

    assertThat(result.succeeded()).isTrue();
    assertThat(printed).containsExactly("done");
    allHaveEnded(1);
  }

  /** One is ended with the stage that made it, and not with another that ends before. */
  @Test
  void theOrphanOfAStageBesideIsLeftAlone() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    Cancellation end = new Cancellation();
    CountDownLatch ready = new CountDownLatch(1);
    CompletableFuture<ProcessResult> beside =
        CompletableFuture.supplyAsync(() ->
            processes.run(
                ProcessSpec.of(
                    List.of(
                        "/bin/sh",
                        "-c",
                        "(env -i setsid sh -c 'echo $$ >pids; exec sleep 600' >/dev/null 2>&1 &);"
                            + " while [ ! -s pids ]; do sleep 0.01; done; echo ready; sleep 600"),
                    other,
                    Map.of("PATH", System.getenv("PATH"))),
                listener(_ -> ready.countDown()),
                end));
    assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
    long orphan = Long.parseLong(Files.readString(other.resolve("pids")).strip());
    for (int i = 0; i < 3; i++) {
      anOrphanIsEndedWithItsStage();
    }
    assertThat(ProcessHandle.of(orphan)).isPresent();
    end.request();
    beside.get(60, TimeUnit.SECONDS);
    assertThat(ProcessGroup.ProcStat.read(Path.of("/proc/" + orphan)).filter(it -> !it.isDead()))
        .isEmpty();
  }

  /** By hand with more: -Dattractor.escapes=1000. */
  @Test
  @Timeout(3600)
  void manyStagesLeaveNothingAndNoDead() throws Exception {
    int count = Integer.getInteger("attractor.escapes", 50);
    for (int i = 0; i < count; i++) {
      run(
          "n=$(cat pids 2>/dev/null | wc -l);"
              + " (env -i setsid sh -c 'echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 &) ;"
              + " while [ $(cat pids 2>/dev/null | wc -l) = $n ]; do sleep 0.01; done",
          Optional.empty(),
          Collections.synchronizedList(new ArrayList<>()));
    }
    allHaveEnded(count);
    assertThat(Files.readAllLines(folder.resolve("pids")))
        .as("buried, but for the last")
        .filteredOn(pid -> Files.exists(Path.of("/proc", pid)))
        .hasSizeLessThan(3);
  }

  @Test
  void whatADeadDriverLeftIsFoundByItsMarkWhateverBecameOfItsGroup() throws Exception {
    Path record = folder.resolve("process.txt");
    ProcessBuilder builder = new ProcessBuilder("setsid", "sleep", "600");
    builder.environment().put(ProcessRecord.MARK, record.toAbsolutePath().toString());
    Process escaped = builder.start();
    Files.writeString(record, "");

    assertThat(processes.endLeftover(record)).isTrue();
    assertThat(escaped.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatADeadDriverLeftIsFoundBelowItsParentWithoutAMark() throws Exception {
    Path record = folder.resolve("process.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            "setsid", "sh", "-c", "env -i setsid sh -c 'echo $$; exec sleep 600' & sleep 600");
    builder.environment().put(ProcessRecord.MARK, record.toAbsolutePath().toString());
    Process parent = builder.start();
    Files.writeString(record, "");
    String pid = parent.inputReader().readLine();
    ProcessHandle below = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();

    assertThat(processes.endLeftover(record)).isTrue();
    assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(below.onExit()).succeedsWithin(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%d", "%d\n", "%d\n\n", "0\n", "1\n", "-1\n", "1\n1 (init) S 0 1 1 0\n"})
  void aRecordThatProvesNothingEndsNobody(String text) throws Exception {
    Process stranger = new ProcessBuilder("setsid", "sleep", "600").start();
    try {
      Path record =
          Files.writeString(folder.resolve("process.txt"), text.formatted(stranger.pid()));

      assertThat(processes.endLeftover(record)).isFalse();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(record).doesNotExist();
    } finally {
      stranger.destroyForcibly();
    }
  }
}
