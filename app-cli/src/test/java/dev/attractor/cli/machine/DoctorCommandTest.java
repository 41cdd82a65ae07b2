package dev.attractor.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.PlayedAgents;
import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** {@code attractor doctor}. */
class DoctorCommandTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  private final PlayedAgents agents = new PlayedAgents(bench);

  @BeforeEach
  void installThePrograms() throws IOException {
    agents.install();
  }

  @Test
  void theDoctorTellsWhatTheMachineHasAndWhatToDo() throws IOException {
    Files.writeString(bench.path("run.yaml"), agents.config("auth: any", ""));

    Workbench.Result played =
        bench.attractor("doctor", "--config", bench.path("run.yaml").toString());

    assertThat(played.code()).as(played.out()).isZero();
    assertThat(played.out())
        .contains("ok    Java ")
        .containsPattern("ok {4}git [0-9]+[.][0-9]+")
        .contains("MB free")
        .contains("anthropic: the program of anthropic is replaced by " + bench.folder())
        .contains("ok    plugins: builtin");
    assertThat(JsonMapper.shared().readTree(bench.attractor("doctor", "--json").out()).isArray())
        .isTrue();
  }
}
