package dev.attractor.cli.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.SamplePipelines;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pictures in files. */
class GraphCommandTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @BeforeEach
  void writePipeline() throws IOException {
    bench.write("p.dot", SamplePipelines.RECOVERING);
    bench.commitAll();
  }

  @Test
  void theNameOfTheFileSaysWhatIsDrawn() throws IOException {
    for (String name : List.of("p.svg", "p.html", "p.PNG", "p.json", "p2.dot")) {
      bench.write(name, "old");

      Workbench.Result result = bench.attractor("graph", "p.dot", "-o", name);

      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.out() + result.err()).as(name).isEmpty();
      assertThat(bench.repo().resolve(name + ".tmp")).doesNotExist();
    }
    assertThat(bench.repo().resolve("p.svg")).content().startsWith("<svg ").contains("node-work");
    assertThat(bench.repo().resolve("p.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(Files.readAllBytes(bench.repo().resolve("p.PNG")))
        .startsWith((byte) 0x89, 'P', 'N', 'G');
    assertThat(bench.repo().resolve("p.json")).content().startsWith("{");
    assertThat(bench.repo().resolve("p2.dot")).content().startsWith("digraph");
  }

  @Test
  void aNameThatSaysNothingIsRefusedAndAFormatSaysIt() {
    Workbench.Result result = bench.attractor("graph", "p.dot", "-o", "p.jpeg");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("p.jpeg").contains("x.svg, x.png, x.html");
    assertThat(bench.repo().resolve("p.jpeg")).doesNotExist();
    assertThat(bench.attractor("graph", "p.dot", "-o", "p", "--format", "svg").code()).isZero();
    assertThat(bench.attractor("graph", "p.dot", "--format", "svg").out()).startsWith("<svg ");
    assertThat(bench.attractor("graph", "p.dot", "--format", "png").err()).contains("-o x.png");
  }

  @Test
  void aFileThatCannotBeWrittenIsTold() {
    Workbench.Result result = bench.attractor("graph", "p.dot", "-o", "nowhere/p.svg");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("cannot write").contains("nowhere");
  }

  /** The fonts of Linux are those that fontconfig knows. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aMachineWithoutFontsIsToldWhatNeedsNone() throws Exception {
    Path none = Files.writeString(bench.path("fonts.conf"), "<fontconfig></fontconfig>");
    bench.with("FONTCONFIG_FILE", none.toString());

    Process png = bench.start("graph", "p.dot", "-o", "p.png");
    assertThat(png.waitFor()).as(bench.output(png)).isEqualTo(70);
    assertThat(bench.output(png)).contains("this machine has no fonts").contains("write an .svg");
    assertThat(bench.repo().resolve("p.png")).doesNotExist();
    assertThat(bench.start("graph", "p.dot", "-o", "p.svg").waitFor()).isZero();
  }

  @Test
  void neitherFileNorRunIsTold() {
    assertThat(bench.attractor("graph", "missing.dot", "-o", "p.svg").err())
        .contains("there is no file")
        .contains("missing.dot");
    assertThat(bench.attractor("graph", "missing", "-o", "p.svg").code()).isEqualTo(2);
  }

  @Test
  void aRunIsDrawnWithWhatBecameOfIt() throws IOException {
    Workbench.Result run = bench.attractor("run", "p.dot", "--run-id", "drawn");
    assertThat(run.out()).contains("status=");

    Workbench.Result result = bench.attractor("graph", "drawn", "-o", "run.svg");

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(bench.repo().resolve("run.svg"))
        .content()
        .contains("run drawn: ", "data-node=\"work\"", "data-state=\"succeeded\"");
    assertThat(bench.attractor("graph", run.logsRoot().toString()).out()).startsWith("{");
  }
}
