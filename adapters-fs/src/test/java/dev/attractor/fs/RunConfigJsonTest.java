package dev.attractor.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.ports.Problem;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.spi.ProviderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The run configuration. */
class RunConfigJsonTest {
  private static RunConfig yaml(String text) {
    return RunConfigJson.read(Path.of("/dir/run.yaml"), text);
  }

  @Test
  void readsEverythingThisVersionKnows() {
    RunConfig config =
        yaml(
            """
            version: 1
            repo: {path: ../repo}
            git: {require_clean: false, run_branch_prefix: my/runs}
            llm:
              providers:
                anthropic: {backend: cli, executable: /bin/claude}
            runtime_policy: {stage_timeout_ms: 1500}
            modeldb: {litellm_catalog_url: "http://127.0.0.1:1/x"}
            cxdb: {anything: kept}
            variables: {name: value}
            auto_approve: true
            """);

    assertThat(config)
        .isEqualTo(
            new RunConfig(
                Optional.of(Path.of("/repo")),
                false,
                "my/runs",
                Map.of(
                    "anthropic",
                    new ProviderSettings(
                        Optional.of("/bin/claude"), Map.of(), ProviderSettings.Auth.ANY)),
                Optional.of(Duration.ofMillis(1500)),
                Map.of("name", "value"),
                true,
                Optional.of(URI.create("http://127.0.0.1:1/x"))));
  }

  @Test
  void readsWhatItWrote() {
    RunConfig config = yaml("{git: {require_clean: false}, variables: {a: b}}");

    assertThat(
            RunConfigJson.read(
                Path.of("/dir/run_config.json"),
                Json.FILE.writeValueAsString(RunConfigJson.write(config))))
        .isEqualTo(config);
  }

  @Test
  void anEmptyFileMeansTheDefaults() {
    assertThat(yaml("")).isEqualTo(RunConfig.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gti: {require_clean: true}       | gti",
        "git: {requires_clean: true}      | git.requires_clean",
        "git: {require_clean: perhaps}    | git.require_clean",
        "git: [a]                         | git",
        "version: 2                       | version",
        "runtime_policy: {stage_timeout_ms: -1} | stage_timeout_ms",
        "llm: {providers: {x: {backend: api}}}  | backend",
        "'{unclosed'                      | cannot be read",
      })
  void aMistakeIsNamedWithItsPlace(String text, String named) {
    assertThatThrownBy(() -> yaml(text))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("/dir/run.yaml")
        .hasMessageContaining(named.strip());
  }
}
