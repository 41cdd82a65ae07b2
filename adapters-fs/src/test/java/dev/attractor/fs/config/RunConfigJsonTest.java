package dev.attractor.fs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.CatalogConfig;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.config.GitConfig;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.config.RunLimits;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.spi.ProviderSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The run configuration. */
class RunConfigJsonTest {
  private static final String EVERYTHING =
      """
      version: 1
      repo: {path: ../repo}
      git:
        require_clean: false
        max_file_mb: 80
        run_branch_prefix: "${BRANCHES}"
        commit_per_node: true
        push_remote: backup
      llm:
        cli_profile: test_shim
        default_provider: openai
        providers:
          anthropic:
            backend: cli
            executable: /bin/claude
            env: {A: b, X_KEY: "${MY_KEY}"}
            auth: login
            failover: [openai, google/gemini-3/x]
      setup: {commands: [npm ci, "make ${BRANCHES}"], timeout_ms: 9000}
      runtime_policy:
        stage_timeout_ms: 1500
        stall_timeout_ms: 3000
        stall_check_interval_ms: 50
        max_llm_retries: 0
      preflight: {prompt_probes: {enabled: true, timeout_ms: 2500}}
      modeldb:
        litellm_catalog_path: models.json
        litellm_catalog_update_policy: on_run_start
        litellm_catalog_url: "http://127.0.0.1:1/x"
        litellm_catalog_fetch_timeout_ms: 700
      secrets:
        names: [LICENSE, "*_PIN"]
      cxdb:
        binary_addr: 127.0.0.1:9009
        http_base_url: http://127.0.0.1:9010
        autostart: {enabled: true, command: [start, it]}
      variables: {name: value}
      auto_approve: true
      answers: {gate: ["yes", "no"]}
      """;

  private static RunConfig yaml(String text) {
    return RunConfigJson.read(
        Path.of("/dir/run.yaml"), text, Map.of("BRANCHES", "my/runs"), ConfigNames.ANY);
  }

  @Test
  void readsEverythingThisVersionKnows() {
    RunConfig config = yaml(EVERYTHING);

    assertThat(config)
        .isEqualTo(
            new RunConfig(
                Optional.of(Path.of("/repo")),
                new GitConfig(false, "my/runs", Optional.of("backup"), Optional.of(80)),
                new LlmConfig(
                    LlmConfig.CliProfile.TEST_SHIM,
                    false,
                    Optional.of("openai"),
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
                    Optional.of(Duration.ofMillis(1500)),
                    Optional.of(Duration.ofSeconds(3)),
                    Optional.of(Duration.ofMillis(50)),
                    OptionalInt.of(0)),
                new SetupConfig(List.of("npm ci", "make my/runs"), Duration.ofSeconds(9)),
                new PeopleConfig(true, Map.of("gate", List.of("yes", "no"))),
                Map.of("name", "value"),
                Optional.of(Duration.ofMillis(2500)),
                new CatalogConfig(
                    Optional.of(Path.of("/dir/models.json")),
                    Optional.of(URI.create("http://127.0.0.1:1/x")),
                    Duration.ofMillis(700)),
                Optional.of(
                    "{\"binary_addr\":\"127.0.0.1:9009\","
                        + "\"http_base_url\":\"http://127.0.0.1:9010\","
                        + "\"autostart\":{\"enabled\":true,\"command\":[\"start\",\"it\"]}}"),
                new SecretNames(List.of("LICENSE", "*_PIN"))));
  }

  @Test
  void readsWhatItWrote() {
    RunConfig config = yaml(EVERYTHING);

    assertThat(
            RunConfigJson.read(
                Path.of("/dir/run_config.json"),
                Json.FILE.writeValueAsString(RunConfigJson.write(config)),
                Map.of(),
                ConfigNames.ANY))
        .isEqualTo(config);
  }

  @Test
  void aSecretThatIsAWordOfOursIsLeftOutOfWhatPeoplePutInAlone() {
    RunConfig config =
        yaml(
            """
            version: 1
            llm:
              default_provider: claude
              providers:
                claude: {executable: /opt/agent, env: {SAID: "it is claude"}, failover: [openai/claude]}
            variables: {claude: claude, cli_profile: the claude}
            setup: {commands: ["echo claude"]}
            secrets: {names: [MY_CLAUDE]}
            """);
    Redactor redactor =
        Redactor.of(
            Map.of("A_KEY", "claude", "B_KEY", "cli_profile", "C_KEY", "openai"),
            SecretNames.USUAL);

    String written = RunConfigJson.file(config, redactor);

    JsonNode json = Json.FILE.readTree(written);
    assertThat(json.path("llm").path("default_provider").asString()).isEqualTo("claude");
    JsonNode provider = json.path("llm").path("providers").path("claude");
    assertThat(provider.path("failover").path(0).asString()).isEqualTo("openai/claude");
    assertThat(provider.path("env").path("SAID").asString()).isEqualTo("it is " + Redactor.MARK);
    assertThat(json.path("variables").path("claude").asString()).isEqualTo(Redactor.MARK);
    assertThat(json.path("variables").path("cli_profile").asString())
        .isEqualTo("the " + Redactor.MARK);
    assertThat(json.path("setup").path("commands").path(0).asString())
        .isEqualTo("echo " + Redactor.MARK);
    assertThat(
            RunConfigJson.read(Path.of("/dir/run_config.json"), written, Map.of(), ConfigNames.ANY)
                .llm())
        .satisfies(llm -> assertThat(llm.defaultProvider()).contains("claude"));
  }

  @Test
  void aKeyThatStandsThereTwiceIsRefused() {
    assertThatThrownBy(() -> yaml("version: 1\nvariables: {a: x, a: y}\n"))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("\"a\"");
  }

  /** The keys of a mapping, and of those in it; the names of providers are no keys. */
  private static Set<String> keys(JsonNode mapping) {
    Set<String> keys = new TreeSet<>();
    mapping
        .properties()
        .forEach(e -> {
          keys.add(e.getKey());
          if (!Set.of("env", "variables", "answers", "autostart").contains(e.getKey())) {
            keys.addAll(keys(e.getValue()));
          }
        });
    keys.remove("anthropic");
    return keys;
  }

  private static Set<String> keysOfSchema(JsonNode schema) {
    Set<String> keys = new TreeSet<>();
    schema
        .path("properties")
        .properties()
        .forEach(e -> {
          keys.add(e.getKey());
          keys.addAll(keysOfSchema(e.getValue()));
        });
    keys.addAll(
        schema.path("additionalProperties").isObject()
            ? keysOfSchema(schema.path("additionalProperties"))
            : Set.of());
    return keys;
  }

  @Test
  void everyKeyOfTheSchemaIsReadKeptAndDocumented() throws IOException {
    Set<String> known = keysOfSchema(Json.FILE.readTree(RunConfigSchema.TEXT));

    assertThat(keys(RunConfigJson.parsed(Path.of("a.yaml"), EVERYTHING).root())).isEqualTo(known);
    assertThat(keys(RunConfigJson.write(yaml(EVERYTHING)))).isEqualTo(known);
    String document = Files.readString(Path.of("../docs/configuration.md"));
    assertThat(known).allSatisfy(key -> assertThat(document).contains(key + ":"));
  }

  @Test
  void theDocumentedConfigurationIsOne() throws IOException {
    String document = Files.readString(Path.of("../docs/configuration.md"));
    int begin = document.indexOf("```yaml") + "```yaml".length();
    String sample = document.substring(begin, document.indexOf("```", begin));

    RunConfig config =
        RunConfigJson.read(
            Path.of("/dir/run.yaml"), sample, Map.of("MY_GATEWAY", "x"), ConfigNames.ANY);

    assertThat(config.repository()).contains(Path.of("/my-project"));
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
        "git: {commit_per_node: false}    | git.commit_per_node",
        "setup: {commands: npm ci}        | setup.commands",
        "setup: {command: [npm ci]}       | setup.command is not known",
        "answers: {gate: yes}             | answers.gate",
        "cxdb: {address: x}               | cxdb.address",
        "runtime_policy: {max_llm_retries: -1}  | max_llm_retries",
        "variables: {name: [a]}           | variables.name is not a single value",
        "variables: x                     | variables is not a mapping",
        "llm: {providers: claude}         | llm.providers is not a mapping",
        "modeldb: {litellm_catalog_url: 'a b'} | modeldb.litellm_catalog_url is no address",
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
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("/dir/run.yaml")
        .hasMessageContaining(named.strip());
  }

  /** Whoever writes one by hand makes more than one, and wants to know all of them. */
  @Test
  void allMistakesAreToldAtOnceWithLineAndColumn() {
    String text =
        """
        version: 2
        git:
          requires_clean: true
          push_remote: [a]
        runtime_policy: {stage_timeout_ms: 1e400, max_llm_retries: 3000000000}
        llm:
          providers:
            openai:
              auth: nobody
        setup: 7
        """;

    assertThatThrownBy(() -> yaml(text))
        .isInstanceOf(AttractorException.class)
        .hasMessageContaining("/dir/run.yaml has 7 mistakes:\n")
        .hasMessageContaining("\n  1:1 version is not 1; write version: 1")
        .hasMessageContaining("\n  3:3 git.requires_clean is not known; did you mean")
        .hasMessageContaining("\n  4:3 git.push_remote is not a text")
        .hasMessageContaining("\n  5:18 runtime_policy.stage_timeout_ms is not a whole number")
        .hasMessageContaining("\n  5:43 runtime_policy.max_llm_retries is too large")
        .hasMessageContaining("\n  9:7 llm.providers.openai.auth is 'nobody'")
        .hasMessageContaining("\n  10:1 setup is not a mapping");
  }

  @Test
  void oneMistakeIsToldInOneLine() {
    assertThatThrownBy(() ->
            RunConfigJson.read(
                Path.of("/dir/run.json"), "{\n \"git\": {\"x\": 1}\n}", Map.of(), ConfigNames.ANY))
        .hasMessage("/dir/run.json:2:10 git.x is not known");
  }

  @Test
  void aMisspeltKeyGetsASuggestion() {
    assertThatThrownBy(() -> yaml("git: {requires_clean: true}"))
        .isInstanceOfSatisfying(
            AttractorException.class,
            problem -> assertThat(problem.hint()).contains("did you mean git.require_clean?"));
  }
}
