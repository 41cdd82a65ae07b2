package dev.attractor.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.cli.Main;
import dev.attractor.cli.workbench.AskingRun;
import dev.attractor.cli.workbench.ChildJvm;
import dev.attractor.cli.workbench.Workbench;
import dev.attractor.testkit.process.ShellScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code attractor completion}: what the last word can be, and that real shells ask for it. */
class CompletionCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @RegisterExtension private final Workbench bench = new Workbench();

  private List<String> lines(String... words) {
    Workbench.Result result =
        bench.attractor(
            Stream.concat(Stream.of("completion", "words", "--"), Stream.of(words))
                .toArray(String[]::new));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).isEmpty();
    return result.out().lines().toList();
  }

  private List<String> words(String... words) {
    return lines(words).stream().map(line -> line.split("\t", -1)[0]).toList();
  }

  private void runs() throws IOException {
    bench.run(
        "work [shape=parallelogram label=\"Does it\" tool_command=true] start -> work -> exit",
        "--run-id=night");
  }

  @Test
  void commandsAreToldWithTheirPurpose() {
    assertThat(words("")).contains("run", "status", "completion", "dev").hasSizeGreaterThan(20);
    assertThat(lines("stat"))
        .containsExactly("status\tTells how a run stands; by default the newest one.");
    assertThat(words("--plugin-path", "x", "repl")).containsExactly("replay");
  }

  @Test
  void optionsAreThoseOfTheCommand() {
    assertThat(words("wait", "--"))
        .contains("--timeout", "--json", "--help")
        .doesNotContain("--yes");
    assertThat(words("--")).contains("--version", "--plugin-path");
    assertThat(words("wait", "--", "--")).isEmpty();
  }

  @Test
  void runsAndTheirNodesAreTold() throws IOException {
    runs();
    assertThat(lines("status", "")).containsExactly("night\tsuccess, t", "latest\tthe newest run");
    assertThat(words("logs", "night", "")).containsExactlyInAnyOrder("start", "work", "exit");
    assertThat(lines("diff", "latest", "wo")).containsExactly("work\tDoes it");
    assertThat(words("logs", "none", "")).isEmpty();
    assertThat(words("logs", "night", "work", "")).isEmpty();
    assertThat(words("report", "night", "n")).containsExactly("night");
  }

  @Test
  void valuesOfOptionsAreToldWhereThereAreFew() {
    assertThat(words("report", "--format", "")).contains("html", "json");
    assertThat(words("init", "rev")).containsExactlyInAnyOrder("review", "reviewers");
    assertThat(words("config", "s")).containsExactlyInAnyOrder("show", "schema");
  }

  @ParameterizedTest
  @CsvSource({"run,", "validate,", "wait,--timeout", "run,--config"})
  void whatOnlyTheShellKnowsIsLeftToIt(String command, String option) {
    assertThat(option == null ? words(command, "") : words(command, option, "")).isEmpty();
  }

  @Test
  void choicesOfOpenQuestionsAreTold() throws Exception {
    bench.start(
        "run", new AskingRun(bench).pipeline(AskingRun.GATE), "--run-id=one", "--unattended");
    await().atMost(PATIENCE).until(() -> words("answer", "").contains("A"));

    assertThat(lines("answer", ""))
        .anyMatch(line -> line.startsWith("A\t"))
        .anyMatch(line -> line.startsWith("one\twaiting"));
  }

  // --- the shells ---

  /** A program {@code attractor} on the path that this build is. */
  private Path programOnPath() throws IOException {
    runs();
    Path bin = Files.createDirectories(bench.path("bin"));
    ShellScript.write(
        bin.resolve("attractor"),
        "#!/bin/sh\nexec %s \"$@\"\n"
            .formatted(
                ChildJvm.get().command(List.of(), Main.class).stream()
                    .map(word -> "'" + word + "'")
                    .collect(Collectors.joining(" "))));
    return bin;
  }

  private String inShell(String shell, String script) throws Exception {
    assumeTrue(
        new ProcessBuilder("sh", "-c", "command -v " + shell).start().waitFor() == 0,
        shell + " is not installed");
    Path file = Files.writeString(bench.path("script"), script);
    bench.with("PATH", programOnPath() + ":" + System.getenv("PATH"));
    Process process = bench.start(List.of(shell, file.toString()));
    assertThat(process.waitFor()).as(bench.output(process)).isZero();
    return bench.output(process);
  }

  @Test
  void bashCompletes() throws Exception {
    assertThat(
            inShell(
                "bash",
                """
                set -e
                eval "$(attractor completion bash)"
                COMP_WORDS=(attractor logs night wo) COMP_CWORD=3
                _attractor
                printf '<%s>\n' "${COMPREPLY[@]}"
                complete -p attractor
                """))
        .contains("<work>")
        .contains("-F _attractor");
  }

  @Test
  void zshCompletes() throws Exception {
    assertThat(
            inShell(
                "zsh",
                """
                compdef() { print "compdef $*" }
                _describe() { print -l -- "${found[@]}" }
                eval "$(attractor completion zsh)"
                words=(attractor logs night wo) CURRENT=4
                _attractor
                """))
        .contains("compdef _attractor attractor")
        .contains("work:Does it");
  }

  @Test
  void fishCompletes() throws Exception {
    assertThat(
            inShell(
                "fish",
                """
                attractor completion fish | source
                complete -C'attractor logs night wo'
                """))
        .contains("work\tDoes it");
  }
}
