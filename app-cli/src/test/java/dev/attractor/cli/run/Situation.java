package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/**
 * Something that was made to harm, and who comes by.
 *
 * @param command with {@code LOGS} for the folder of the run, and {@code FOLDER} for the one around
 *     the repository
 * @param said what people are told; nothing when the command does its work
 */
record Situation(String name, Making making, String command, List<String> said) {
  private static final int DEEP = 100_000;

  /** What somebody has made. */
  @FunctionalInterface
  interface Making {
    void make(HarmedRun run) throws IOException;
  }

  static Situation row(String name, Making making, String command, String... said) {
    return new Situation(name, making, command, List.of(said));
  }

  static String nested(String open, String close) {
    return open.repeat(DEEP) + close.repeat(DEEP);
  }

  static Making written(String name, String text) {
    return run -> Files.writeString(run.bench().path(name), text);
  }

  /** Makes it beside canaries, runs the command, and looks at what is said. */
  void meet(Workbench bench) throws IOException {
    try (HarmedRun run = HarmedRun.in(bench)) {
      making.make(run);
      run.holdCanaries();

      Workbench.Result result =
          run.meets(
              Arrays.stream(command.split(" "))
                  .map(word ->
                      word.replace("LOGS", run.logs().toString())
                          .replace("FOLDER", bench.folder().toString()))
                  .toArray(String[]::new));

      assertThat(said).allSatisfy(word -> assertThat(result.err() + result.out()).contains(word));
      if (said.isEmpty()) {
        assertThat(result.code()).as(result.err()).isZero();
      } else {
        assertThat(result.code()).isNotZero();
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
