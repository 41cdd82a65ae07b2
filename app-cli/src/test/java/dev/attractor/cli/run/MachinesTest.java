package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Languages, encodings and containers: a run is the same on every machine. */
class MachinesTest {
  private static final String FAN =
      """
      fan [shape=component] j [shape=tripleoctagon]
      a [shape=parallelogram tool_command="echo a >a1"]
      b [shape=parallelogram tool_command="echo b >b1"]
      start -> fan -> a -> j; fan -> b -> j; j -> exit
      """;

  @RegisterExtension private final Workbench bench = new Workbench();

  private String run(List<String> options, String... arguments) throws Exception {
    Process process = bench.start(ChildJvm.get().command(options, Main.class), arguments);
    int code = process.waitFor();
    String output = bench.output(process);
    assertThat(code).as(output).isZero();
    return output;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "bn-BD", "my-MM", "tr-TR"})
  void namesOfRefsAndFoldersAreTheSameInEveryLanguage(String language) throws Exception {
    Files.writeString(bench.path("p.dot"), SamplePipelines.framed(FAN));
    run(
        List.of(
            "-Duser.language=" + language.substring(0, 2),
            "-Duser.country=" + language.substring(3)),
        "run",
        bench.path("p.dot").toString(),
        "--logs-root",
        bench.path("logs").toString());

    assertThat(bench.git("for-each-ref", "--format=%(refname)")).contains("/fan/pass1/a");
    assertThat(bench.path("logs/parallel/fan/pass1/01-a")).isDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "de_DE.ISO-8859-1"})
  void filesWithNamesOfOtherAlphabetsAreTheSameInEveryEncoding(String locale) throws Exception {
    bench.write("\u00fc \u4e2d.txt", "1\n");
    bench.commitAll();
    bench.with("LC_ALL", locale).with("LANG", locale);
    Files.writeString(
        bench.path("p.dot"),
        SamplePipelines.framed(
            "t [shape=parallelogram tool_command=\"echo x >new.txt\"] start -> t -> exit"));
    String output = run(List.of("-Dsun.jnu.encoding=UTF-8"), "run", bench.path("p.dot").toString());
    String branch =
        output
            .lines()
            .filter(line -> line.startsWith("run_branch="))
            .map(line -> line.substring("run_branch=".length()))
            .findFirst()
            .orElseThrow();

    assertThat(bench.git("diff", "--name-status", "main", branch)).isEqualTo("A\tnew.txt");
  }

  /** In a container without init nobody takes the dead away. */
  @Test
  void aDeadDriverThatNobodyBuriesIsDead() throws Exception {
    Path mark = bench.path("mark");
    Path driver = bench.path("driver");
    Files.writeString(
        bench.path("p.dot"),
        SamplePipelines.framed(
            "t [shape=parallelogram tool_command=\"touch %s; sleep 600\"] start -> t -> exit"
                .formatted(mark)));
    bench.start(
        Stream.concat(
                Stream.of(
                    "/bin/sh", "-c", "\"$@\" & echo $! >" + driver + "; exec sleep 600", "sh"),
                ChildJvm.get().command(List.of(), Main.class).stream())
            .toList(),
        "run",
        bench.path("p.dot").toString(),
        "--logs-root",
        bench.path("logs").toString());
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(mark));
    String pid = Files.readString(driver).strip();
    bench.kill("-KILL", pid);
    await().atMost(Duration.ofSeconds(60)).until(() -> isZombie(pid));

    assertThat(
            bench.attractor("status", "--logs-root", bench.path("logs").toString()).value("status"))
        .isEqualTo("interrupted");
    bench.attractor("stop", "--logs-root", bench.path("logs").toString()); // ends what it left
  }

  private static boolean isZombie(String pid) throws IOException {
    return Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
  }
}
