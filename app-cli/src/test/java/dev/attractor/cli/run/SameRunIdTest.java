package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.terminal.ExitCode;
import dev.attractor.cli.workbench.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories, and clones of one, that have runs of the same id. */
class SameRunIdTest {
  private static final String PIPELINE =
      "digraph t { start exit"
          + " a [shape=parallelogram tool_command=\"echo a >>log\"]"
          + " b [shape=parallelogram tool_command=\"echo b >>log\"]"
          + " c [shape=parallelogram tool_command=\"echo c >>log\"]"
          + " start -> a -> b -> c -> exit }";

  @RegisterExtension private final Workbench bench = new Workbench();

  private Path logs() {
    return bench.path("logs");
  }

  private void dieBeforeTheSecondStageEnds() throws Exception {
    Files.writeString(bench.path("p.dot"), PIPELINE);
    Process process =
        bench.startAndDieBefore(
            12,
            "run",
            bench.path("p.dot").toString(),
            "--logs-root",
            logs().toString(),
            "--run-id",
            "night");
    assertThat(process.waitFor()).as(bench.output(process)).isEqualTo(128 + 9);
  }

  /** The same id, and even the same pipeline, say nothing about who wrote the rest. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aRunOfAnotherRepositoryIsAStrangerThoughOneOfItsIdBeganHere(boolean cleaned, boolean clone)
      throws Exception {
    Workbench here = bench.another("other");
    if (clone) {
      Workbench.remove(here.repo());
      bench.git("clone", "-q", bench.repo().toString(), here.repo().toString());
    }
    dieBeforeTheSecondStageEnds();
    Files.writeString(here.path("p.dot"), PIPELINE);
    Workbench.Result own = here.attractor("run", here.path("p.dot").toString(), "--run-id=night");
    assertThat(own.code()).as(own.err()).isZero();
    if (cleaned) {
      assertThat(here.attractor("clean", "--yes", "night").code()).isZero();
    }

    Workbench.Result refused =
        here.attractor(
            "resume", "--run-branch=attractor/run/night", "--repo=" + bench.repo().toString());

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains(cleaned ? "--trust" : "--into");
    assertThat(bench.git("log", "--format=%s", "attractor/run/night")).doesNotContain(": c (");
  }

  /** It has all that the run began with, and a run of its id, but not this one. */
  @Test
  void anotherCloneIsNotTheRepositoryThatWasMoved() throws Exception {
    Path clone = bench.repo().resolveSibling("clone");
    bench.git("clone", "-q", bench.repo().toString(), clone.toString());
    dieBeforeTheSecondStageEnds();
    Workbench.Result other =
        bench
            .another("other")
            .attractor("run", bench.path("p.dot").toString(), "--repo=" + clone, "--run-id=night");
    assertThat(other.code()).as(other.err()).isZero();

    Workbench.Result refused =
        bench.attractor("resume", "--logs-root", logs().toString(), "--repo", clone.toString());

    assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(refused.err()).contains("keeps another run of this id");
    Workbench.Result result = bench.attractor("resume", "--logs-root", logs().toString());
    assertThat(result.code()).as(result.err()).isZero();
  }
}
