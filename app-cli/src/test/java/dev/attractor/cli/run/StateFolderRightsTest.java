package dev.attractor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.attractor.cli.Main;
import dev.attractor.cli.workbench.ChildJvm;
import dev.attractor.cli.workbench.PlayedAgents;
import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/security.md: what a run leaves is the person's own, whatever the umask is. */
class StateFolderRightsTest {
  private static final List<String> OPEN_TO_ALL =
      List.of("sh", "-c", "umask 000; exec \"$@\"", "-");

  /** What git and agents make there they make as they like; the folders around are closed. */
  private static final List<String> OF_OTHERS = List.of("worktree", "agents", "scratch");

  private static final String ALL_KINDS =
      """
      tool [shape=parallelogram tool_command="echo x >>x; if [ $(wc -l <x) = 1 ]; then exit 1; fi"]
      bad [shape=parallelogram max_retries=1 retry_policy=none tool_command="exit 3"]
      agent [prompt="do it" llm_provider=claude llm_model="claude-opus-4-5"]
      gate [shape=hexagon label="Go on?"]
      inner [type=pipeline pipeline_file="inner.dot"]
      fan [shape=component] one [shape=parallelogram tool_command="echo 1 >>one"]
      two [shape=parallelogram tool_command="exit 1"]
      join [shape=tripleoctagon]
      start -> tool tool -> bad [condition="outcome=success"]
      tool -> tool [condition="outcome=fail" loop_restart=true]
      bad -> agent [condition="outcome=fail"] bad -> agent
      agent -> gate gate -> inner [label="[Y] Yes"] inner -> fan
      fan -> one fan -> two one -> join two -> join join -> exit
      """;

  @RegisterExtension private final Workbench bench = new Workbench();

  private int run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(OPEN_TO_ALL);
    command.addAll(ChildJvm.get().command(List.of(), Main.class));
    Process process = bench.start(command, arguments);
    int code = process.waitFor();
    assertThat(code).as(bench.output(process)).isIn(0, 2);
    return code;
  }

  private static boolean isOfOthers(Path inside) {
    return Stream.iterate(inside, path -> path != null, Path::getParent)
        .anyMatch(path -> OF_OTHERS.contains(String.valueOf(path.getFileName())));
  }

  @Test
  void allThatTheProgramMakesIsThePersonsOwn() throws Exception {
    PlayedAgents agents = new PlayedAgents(bench);
    agents.install();
    Files.writeString(
        bench.path("inner.dot"),
        SamplePipelines.framed(
            "i [shape=parallelogram tool_command=\"echo i >>i\"] start -> i -> exit"));
    Path pipeline = Files.writeString(bench.path("p.dot"), SamplePipelines.framed(ALL_KINDS));
    Path config =
        Files.writeString(
            bench.path("run.yaml"),
            agents.config("auth: any", "setup: {commands: [\"true\"]}\nauto_approve: true"));
    String[] common = {
      "run", pipeline.toString(), "--config=" + config, "--allow-test-shim",
    };

    run(Stream.concat(Stream.of(common), Stream.of("--run-id=here")).toArray(String[]::new));
    run(
        Stream.concat(Stream.of(common), Stream.of("--run-id=away", "--detach"))
            .toArray(String[]::new));
    run("wait", "away", "--timeout=90s");
    run("list");

    Path state = bench.home().resolve("state");
    List<String> found = new ArrayList<>();
    assertSoftly(softly -> {
      try (Stream<Path> walk = Files.walk(state)) {
        for (Path path : walk.filter(one -> !isOfOthers(state.relativize(one))).toList()) {
          found.add(path.getFileName().toString());
          if (!Files.isSymbolicLink(path)) {
            softly
                .assertThat(
                    PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))
                .as(path.toString())
                .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
          }
        }
      } catch (IOException e) {
        softly.fail(e);
      }
    });
    assertThat(found)
        .contains("driver.log", "start.lock", "final.json", "cli_invocation.json", "results.json");
  }

  /** While a stage is at work there is one file more: who it is. */
  @Test
  void whoIsAtWorkIsNobodyElsesEither() throws Exception {
    Path pipeline =
        Files.writeString(
            bench.path("p.dot"),
            SamplePipelines.framed(
                """
                tool [shape=parallelogram
                  tool_command="stat -c %%a \\"$(find '%s' -name process.txt)\\" >>rights"]
                start -> tool -> exit
                """
                    .formatted(bench.home().resolve("state"))));

    run("run", pipeline.toString(), "--run-id=here");

    assertThat(bench.git("show", "attractor/run/here:rights").strip()).isEqualTo("600");
  }
}
