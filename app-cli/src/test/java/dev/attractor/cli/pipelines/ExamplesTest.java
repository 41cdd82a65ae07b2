package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.JournalFiles;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples with scripted agents run as they stand. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  @RegisterExtension private final Workbench bench = new Workbench();

  private static String example(String name) {
    return EXAMPLES.resolve(name).toString();
  }

  private Workbench.Result run(String name) {
    Workbench.Result result = bench.attractor("run", example(name));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.attractor("replay").code()).isZero();
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart/quickstart.dot",
        "reviewers/reviewers.dot",
        "units/units.dot",
        "manager/manager.dot",
        "manager/loop.dot",
        "dttf/dttf.dot"
      })
  void isFoundInOrder(String name) {
    Workbench.Result validated = bench.attractor("validate", "--strict", example(name));
    Workbench.Result checked = bench.attractor("check", example(name));

    assertThat(validated.code()).as(validated.err()).isZero();
    assertThat(checked.code()).as(checked.out() + checked.err()).isZero();
  }

  @Test
  void quickstart() {
    run("quickstart/quickstart.dot");
  }

  @Test
  void theWriterHasReadAllThreeReviewers() throws IOException {
    Workbench.Result result = run("reviewers/reviewers.dot");

    assertThat(result.logsRoot().resolve("writer/prompt.md"))
        .content()
        .contains("Limit the depth", "Keep an offset", "The docs name no errors");
    assertThat(bench.git("ls-tree", "-r", "--name-only", result.value("run_branch")))
        .contains("TODO.md")
        .doesNotContain("notes");
  }

  @Test
  void theUnitsAreMerged() {
    Workbench.Result result = run("units/units.dot");

    assertThat(bench.git("ls-tree", "-r", "--name-only", result.value("run_branch")))
        .contains("lib/upper.sh", "lib/trim.sh", "lib/again.sh");
  }

  @Test
  void theManagerTellsTheLoopOnceWhatItOverlooks() throws IOException {
    Workbench.Result result = run("manager/manager.dot");

    assertThat(bench.git("show", result.value("run_branch") + ":greeting.txt"))
        .isEqualTo("Good morning");
    assertThat(JournalFiles.events(result.logsRoot().resolve("watch/child"), "steered"))
        .singleElement()
        .satisfies(
            told -> assertThat(told.path("text").asString()).startsWith("Read test.sh before"));
    assertThat(bench.attractor("explain").out()).contains("asked its agent in cycle 1");
  }
}
