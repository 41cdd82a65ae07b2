package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/security.md, "Not trusted": where a file of a run should be is something else, which waits
 * for ever, has no end, or is no file at all. Nobody waits, nothing is lost, and people are told
 * which place it is.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostilePlacesTest {
  private static final long FIVE_GB = 5L << 30;

  @RegisterExtension private final Workbench bench = new Workbench();

  /** What is put into the place of a file. */
  enum Thing {
    PIPE("it is no regular file") {
      @Override
      void put(Path place) throws IOException {
        started("mkfifo", place.toString());
      }
    },
    SOCKET("it is no regular file") {
      @Override
      void put(Path place) throws IOException {
        Path near = Files.createTempDirectory("s").resolve("s"); // its name may not be long
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
          socket.bind(UnixDomainSocketAddress.of(near));
        }
        Files.move(near, place);
        Files.delete(near.resolveSibling(""));
      }
    },
    DEVICE("it is no regular file") {
      @Override
      void put(Path place) throws IOException {
        Files.createSymbolicLink(place, Path.of("/dev/zero"));
      }
    },
    FOLDER("it is a folder") {
      @Override
      void put(Path place) throws IOException {
        Files.createDirectories(place.resolve("inside"));
      }
    },
    HUGE("than 64 MB") {
      @Override
      void put(Path place) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
          file.setLength(FIVE_GB);
        }
      }
    };

    private final String complaint;

    Thing(String complaint) {
      this.complaint = complaint;
    }

    abstract void put(Path place) throws IOException;
  }

  /**
   * Something in the place of a file, and who comes by.
   *
   * @param said what people are told beside the place; empty when the command does its work
   */
  record Put(Thing thing, String place, String command, List<String> said) {
    @Override
    public String toString() {
      return "%s in the place of %s, %s".formatted(thing, place, command);
    }
  }

  private static void started(String... argv) throws IOException {
    try {
      assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What is read as a whole is refused, whatever it is, and said to be what it is. */
  private static Stream<Put> unreadable(Thing thing) {
    return Stream.of(
            "manifest.json status",
            "progress.ndjson status",
            "progress.ndjson list",
            "progress.ndjson resume",
            "graph.dot status",
            "graph_files.json status",
            "run_config.json resume",
            "to_put_back.txt resume",
            "questions/q.json answer")
        .map(row -> row.split(" ", 2))
        .map(row -> new Put(thing, row[0], row[1], List.of(row[0], thing.complaint)));
  }

  /** What is only written is replaced, and what a stage has left is put aside. */
  private static Stream<Put> replaced(Thing thing) {
    return Stream.of(
            "final.json",
            "checkpoint.json",
            "live.json",
            "run.pid",
            "preflight_report.json",
            "b/status.json",
            "b/attempt-record.json",
            "b/attempt.txt",
            "b/process.txt",
            "b/stdout.log",
            "worktree/.git")
        .map(place -> new Put(thing, place, "resume", List.of()));
  }

  static Stream<Put> puts() {
    return Stream.of(
            unreadable(Thing.PIPE),
            unreadable(Thing.HUGE),
            unreadable(Thing.FOLDER).filter(put -> !put.place.startsWith("questions")),
            unreadable(Thing.SOCKET).limit(2),
            unreadable(Thing.DEVICE).limit(2),
            replaced(Thing.PIPE),
            replaced(Thing.HUGE),
            replaced(Thing.SOCKET).limit(1),
            replaced(Thing.DEVICE).limit(1),
            Stream.of(
                new Put(Thing.PIPE, "run.lock", "resume", List.of("run.lock", "no regular file")),
                new Put(Thing.FOLDER, "run.lock", "resume", List.of("run.lock", "a folder")),
                new Put(Thing.FOLDER, "final.json", "resume", List.of("final.json", "directory")),
                new Put(Thing.FOLDER, "run.pid", "resume", List.of("run.pid", "a folder")),
                new Put(Thing.PIPE, "worktree/pipe", "resume", List.of()),
                new Put(Thing.SOCKET, "worktree/socket", "resume", List.of())))
        .flatMap(puts -> puts);
  }

  @ParameterizedTest
  @MethodSource("puts")
  void nobodyWaitsAndPeopleAreToldWhere(Put put) throws IOException {
    try (HarmedRun run = HarmedRun.in(bench)) {
      Path place = run.logs().resolve(put.place);
      Files.createDirectories(place.resolveSibling(""));
      Files.deleteIfExists(place);
      put.thing.put(place);
      run.holdCanaries();

      Workbench.Result result =
          switch (put.command) {
            case "status" -> run.meets("status", "night");
            case "list" -> run.meets("list");
            case "answer" -> run.meets("answer", "--list", "night");
            default -> run.meets("resume", "--logs-root=" + run.logs());
          };

      assertThat(put.said)
          .allSatisfy(word -> assertThat(result.err() + result.out()).contains(word));
      if (put.said.isEmpty()) {
        assertThat(result.code()).as(result.err()).isZero();
      }
      run.meets("clean", "night", "--yes");
    }
  }
}
