package dev.attractor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for all commands: help, version, usage. */
class MainTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  /** The commands as the program's own help lists them. */
  private List<String> commands() {
    String help = bench.attractor("--help").out();
    return Pattern.compile("^  ([a-z]+) {2,}", Pattern.MULTILINE)
        .matcher(help.substring(help.indexOf("Commands:")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void everyCommandOfTheReadmeIsThereWithTheOptionsItNames() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "README.md")).stream()
            .filter(line -> line.startsWith("| `attractor "))
            .toList();
    assertThat(rows.stream().map(row -> row.replaceFirst("\\| `attractor ([a-z]+).*", "$1")))
        .containsExactlyInAnyOrderElementsOf(commands());
    for (String row : rows) {
      String command = row.replaceFirst("\\| `attractor ([a-z]+( [a-z]+-[a-z]+| show)?).*", "$1");
      Workbench.Result help = bench.attractor((command + " --help").split(" ", -1));

      assertThat(help.code()).as(command).isZero();
      for (MatchResult option : Pattern.compile("--[a-z-]+").matcher(row).results().toList()) {
        assertThat(help.out()).as(command).contains(option.group());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run | no pipeline is given",
        "run gone.dot | there is no pipeline file",
        "run p.dot --config gone.yaml | there is no configuration file",
        "run p.dot --repo /tmp/.. | not in a git repository",
        "run p.dot --unknown | Unknown option: '--unknown'",
        "run p.dot --graph p.dot | given twice",
        "run p.dot --run-id ../x | cannot be a run id",
        "rnu p.dot | Unmatched argument",
        "resume | there are no runs yet",
        "resume --logs-root gone | there is no run in",
        "status | there are no runs yet",
        "validate | Missing required parameter",
        "'' | no command is given",
      })
  void wrongUsageGivesOneClearMessageAndExitCode2(String line, String message) throws IOException {
    bench.write("p.dot", SamplePipelines.framed("start -> exit"));
    bench.commitAll();

    Workbench.Result result =
        bench.attractor(line.isEmpty() ? new String[0] : line.strip().split(" ", -1));

    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.err().lines().filter(l -> l.startsWith("error: "))).hasSize(1);
    assertThat(result.err()).contains(message.strip()).contains("hint: ").doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
    bench.assertNothingIsLeftBehind();
  }

  @ParameterizedTest
  @CsvSource({"--help", "run --help", "validate --help", "resume --help", "status --help"})
  void helpIsEverywhere(String line) {
    Workbench.Result result = bench.attractor(line.split(" ", -1));

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Usage: attractor");
  }

  @ParameterizedTest
  @CsvSource({"--version", "run --version"})
  void versionIsEverywhere(String line) {
    assertThat(bench.attractor(line.split(" ", -1)).out()).startsWith("attractor ");
  }
}
