package dev.attractor.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.cli.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code attractor config}. */
class ConfigCommandTest {
  @RegisterExtension private final Workbench bench = new Workbench();

  @Test
  void theConfigurationThatCountsIsShownWithWhereItComesFrom() throws IOException {
    Files.writeString(
        bench.path("run.yaml"), "git: {require_clean: false}\ncxdb: {binary_addr: x}");

    Workbench.Result shown =
        bench.attractor("config", "show", "--config", bench.path("run.yaml").toString());

    assertThat(shown.code()).isZero();
    assertThat(shown.out())
        .contains("git.require_clean: false  # " + bench.path("run.yaml"))
        .contains("cxdb.binary_addr: \"x\"  # " + bench.path("run.yaml"))
        .contains("preflight.prompt_probes.enabled: false  # default")
        .contains("llm.cli_profile: \"real\"  # default");
    assertThat(bench.attractor("config", "show").out())
        .contains("git.require_clean: true  # default");
  }
}
