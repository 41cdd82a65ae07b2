package dev.attractor.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.ports.Problem;
import dev.attractor.ports.config.CatalogConfig;
import dev.attractor.ports.config.GitConfig;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.config.RunLimits;
import dev.attractor.ports.spi.ProviderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The run configuration. */
class RunConfigJsonTest {
  private static final String EVERYTHING =
      """
      version: 1
      repo: {path: ../repo}
      git: {require_clean: false, run_branch_prefix: "${BRANCHES}", push_remote: backup}
      llm:
        cli_profile: test_shim
        providers:
          anthropic:
            backend: cli
            executable: /bin/claude
            env: {A: b, X_KEY: "${MY_KEY}"}
            auth: login
            failover: [openai, google/gemini-3/x]
      runtime_policy: {stage_timeout_ms: 1500, stall_timeout_ms: 3000}
      preflight: {prompt_probes: {enabled: true, timeout_ms: 2500}}
      modeldb:
        litellm_catalog_path: models.json
        litellm_catalog_update_policy: on_run_start
        litellm_catalog_url: "http://127.0.0.1:1/x"
        litellm_catalog_fetch_timeout_ms: 700
      cxdb: {anything: kept}
      variables: {name: value}
      auto_approve: true
      """;

  private static RunConfig yaml(String text) {
    return RunConfigJson.read(Path.of("/dir/run.yaml"), text, Map.of("BRANCHES", "my/runs"));
  }

  @Test
  void readsEverythingThisVersionKnows() {
    RunConfig config = yaml(EVERYTHING);

    assertThat(config)
        .isEqualTo(
            new RunConfig(
                Optional.of(Path.of("/repo")),
                new GitConfig(false, "my/runs", Optional.of("backup")),
                new LlmConfig(
                    LlmConfig.CliProfile.TEST_SHIM,
                    Map.of(
                        "anthropic",
                        new ProviderSettings(
                            Optional.of("/bin/claude"),
                            Map.of("A", "b", "X_KEY", "${MY_KEY}"),
                            ProviderSettings.Auth.LOGIN)),
                    Map.of(
                        "anthropic",
                        List.of(
                            new LlmConfig.Substitute("openai", ""),
                            new LlmConfig.Substitute("google", "gemini-3/x")))),
                new RunLimits(
                    Optional.of(Duration.ofMillis(1500)), Optional.of(Duration.ofSeconds(3))),
                Map.of("name", "value"),
                true,
                Optional.of(Duration.ofMillis(2500)),
                new CatalogConfig(
                    Optional.of(Path.of("/dir/models.json")),
                    Optional.of(URI.create("http://127.0.0.1:1/x")),
                    Duration.ofMillis(700))));
  }

  @Test
  void readsWhatItWrote() {
    RunConfig config = yaml(EVERYTHING);

    assertThat(
            RunConfigJson.read(
                Path.of("/dir/run_config.json"),
                Json.FILE.writeValueAsString(RunConfigJson.write(config)),
                Map.of()))
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
        "git: {push_remote: '${NOPE}'}    | refers to NOPE",
        "modeldb: {litellm_catalog_update_policy: never} | update_policy",
        "git: {requires_clean: true}      | git.requires_clean",
        "git: {require_clean: perhaps}    | git.require_clean",
        "git: [a]                         | git",
        "version: 2                       | version",
        "runtime_policy: {stage_timeout_ms: -1} | stage_timeout_ms",
        "llm: {providers: {x: {backend: api}}}  | backend",
        "llm: {cli_profile: fake}         | llm.cli_profile",
        "llm: {providers: {x: {auth: no}}}      | llm.providers.x.auth",
        "llm: {providers: {x: {failover: y}}}   | llm.providers.x.failover",
        "llm: {providers: {x: {env: {A_KEY: b}}}} | llm.providers.x.env.A_KEY",
        "'{unclosed'                      | cannot be read",
      })
  void aMistakeIsNamedWithItsPlace(String text, String named) {
    assertThatThrownBy(() -> yaml(text))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("/dir/run.yaml")
        .hasMessageContaining(named.strip());
  }

  @Test
  void aMisspeltKeyGetsASuggestion() {
    assertThatThrownBy(() -> yaml("git: {requires_clean: true}"))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.hint()).contains("did you mean git.require_clean?"));
  }
}
