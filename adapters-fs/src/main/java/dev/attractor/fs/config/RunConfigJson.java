package dev.attractor.fs.config;

import dev.attractor.domain.lint.Suggestions;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import dev.attractor.fs.file.Redactor;
import dev.attractor.ports.Problem;
import dev.attractor.ports.config.CatalogConfig;
import dev.attractor.ports.config.GitConfig;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.config.LlmConfig.CliProfile;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.config.RunLimits;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.spi.ProviderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Run configurations as YAML or JSON. A key nobody knows is a mistake, not a remark. */
public final class RunConfigJson {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();
  private static final Pattern REFERENCES = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");
  private static final Duration PROMPT_PROBE_LIMIT = Duration.ofSeconds(30);

  private final Path file;
  private final Map<String, String> host;

  private RunConfigJson(Path file, Map<String, String> host) {
    this.file = file;
    this.host = host;
  }

  /**
   * Reads a configuration.
   *
   * @param host the variables that {@code ${NAME}} refers to
   */
  public static RunConfig read(Path file, String text, Map<String, String> host) {
    return new RunConfigJson(file, host).config(parsed(file, text));
  }

  static JsonNode parsed(Path file, String text) {
    ObjectMapper mapper = file.toString().endsWith(".json") ? Json.FILE : YAML;
    try {
      return mapper.readTree(text);
    } catch (JacksonException e) {
      throw Problem.usage(
          "%s cannot be read: %s".formatted(file, e.getOriginalMessage()),
          "correct the file; it is YAML, or JSON when its name ends in .json");
    }
  }

  private RunConfig config(JsonNode root) {
    if (root.isMissingNode() || root.isNull()) {
      return RunConfig.DEFAULT;
    }
    knows(root, "");
    if (root.path("version").asInt(1) != 1) {
      throw wrong("version", "is not 1", "write version: 1");
    }
    JsonNode repo = section(root, "repo");
    JsonNode git = section(root, "git");
    if (!flag(git, "git.commit_per_node", true)) {
      throw wrong(
          "git.commit_per_node",
          "is false",
          "leave it out: a run is resumed from the commits of its finished stages");
    }
    JsonNode preflight = section(root, "preflight");
    return new RunConfig(
        text(repo, "repo.path").map(this::beside),
        new GitConfig(
            flag(git, "git.require_clean", GitConfig.DEFAULT.requireClean()),
            text(git, "git.run_branch_prefix").orElse(GitConfig.DEFAULT.runBranchPrefix()),
            text(git, "git.push_remote")),
        llm(section(root, "llm")),
        limits(section(root, "runtime_policy")),
        setup(section(root, "setup")),
        new PeopleConfig(
            flag(root, "auto_approve", PeopleConfig.DEFAULT.autoApprove()),
            answers(root.path("answers"))),
        JsonFields.map(root.path("variables")),
        promptProbe(section(preflight, "preflight.prompt_probes")),
        catalog(section(root, "modeldb")),
        Optional.of(section(root, "cxdb"))
            .filter(JsonNode::isObject)
            .map(Json.LINE::writeValueAsString));
  }

  private RunLimits limits(JsonNode policy) {
    return new RunLimits(
        millis(policy, "runtime_policy.stage_timeout_ms"),
        millis(policy, "runtime_policy.stall_timeout_ms"),
        millis(policy, "runtime_policy.stall_check_interval_ms"),
        number(policy, "runtime_policy.max_llm_retries", "write a whole number, 0 for none")
            .map(times -> OptionalInt.of(Math.toIntExact(times)))
            .orElse(OptionalInt.empty()));
  }

  private SetupConfig setup(JsonNode setup) {
    return new SetupConfig(
        texts(setup.path("commands"), "setup.commands", "write commands: [npm ci, make tools]"),
        millis(setup, "setup.timeout_ms").orElse(SetupConfig.DEFAULT.limit()));
  }

  private Map<String, List<String>> answers(JsonNode answers) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    answers
        .properties()
        .forEach(e ->
            all.put(
                e.getKey(),
                texts(
                    e.getValue(),
                    "answers." + e.getKey(),
                    "write %s: [an answer for each visit]".formatted(e.getKey()))));
    return all;
  }

  /** A URL alone asks for it to be fetched; with the policy pinned it is not. */
  private CatalogConfig catalog(JsonNode models) {
    boolean pinned =
        word(models, "modeldb.litellm_catalog_update_policy", List.of("pinned", "on_run_start"))
            .filter(policy -> policy.equals("pinned"))
            .isPresent();
    return new CatalogConfig(
        text(models, "modeldb.litellm_catalog_path").map(this::beside),
        text(models, "modeldb.litellm_catalog_url").map(URI::create).filter(_ -> !pinned),
        millis(models, "modeldb.litellm_catalog_fetch_timeout_ms")
            .orElse(CatalogConfig.DEFAULT.fetchTimeout()));
  }

  private Path beside(String path) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of(path) : parent.resolve(path).normalize();
  }

  private LlmConfig llm(JsonNode llm) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    Map<String, List<LlmConfig.Substitute>> failover = new LinkedHashMap<>();
    llm.path("providers")
        .properties()
        .forEach(e -> {
          String path = "llm.providers." + e.getKey() + ".";
          JsonNode settings = knows(e.getValue(), path);
          word(settings, path + "backend", List.of("cli"));
          providers.put(
              e.getKey(),
              new ProviderSettings(
                  text(settings, path + "executable"),
                  variables(settings.path("env"), path + "env."),
                  word(settings, path + "auth", List.of("any", "login"))
                      .map(word -> ProviderSettings.Auth.valueOf(word.toUpperCase(Locale.ROOT)))
                      .orElse(ProviderSettings.Auth.ANY)));
          List<LlmConfig.Substitute> substitutes = substitutes(settings, path + "failover");
          if (!substitutes.isEmpty()) {
            failover.put(e.getKey(), substitutes);
          }
        });
    return new LlmConfig(
        word(llm, "llm.cli_profile", Stream.of(CliProfile.values()).map(CliProfile::word).toList())
            .map(word -> CliProfile.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(CliProfile.REAL),
        text(llm, "llm.default_provider"),
        providers,
        failover);
  }

  /** A secret has no place in a configuration: it would be copied into the folder of each run. */
  private Map<String, String> variables(JsonNode env, String path) {
    Map<String, String> variables = JsonFields.map(env);
    variables.forEach((name, value) -> {
      if (Redactor.isSecret(name) && !REFERENCE.matcher(value).matches()) {
        throw wrong(
            path + name,
            "is a secret that stands in the file",
            "keep it in the environment and write ${%s}".formatted(name));
      }
    });
    return variables;
  }

  private List<LlmConfig.Substitute> substitutes(JsonNode settings, String path) {
    return texts(settings.path("failover"), path, "write failover: [provider, provider/model]")
        .stream()
        .map(LlmConfig.Substitute::parse)
        .toList();
  }

  private List<String> texts(JsonNode list, String path, String hint) {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      throw wrong(path, "is not a list of texts", hint);
    }
    return list.valueStream().map(one -> expanded(path, one.asString())).toList();
  }

  private Optional<Duration> promptProbe(JsonNode probes) {
    Duration limit =
        millis(probes, "preflight.prompt_probes.timeout_ms").orElse(PROMPT_PROBE_LIMIT);
    return flag(probes, "preflight.prompt_probes.enabled", false)
        ? Optional.of(limit)
        : Optional.empty();
  }

  private Optional<String> word(JsonNode parent, String path, List<String> known) {
    Optional<String> word = text(parent, path);
    word.filter(one -> !known.contains(one))
        .ifPresent(one -> {
          throw wrong(path, "is '%s'".formatted(one), "write " + String.join(" or ", known));
        });
    return word;
  }

  /** Returns a section, which may be missing; the last word of its path is its name. */
  private JsonNode section(JsonNode parent, String path) {
    return knows(parent.path(path.substring(path.lastIndexOf('.') + 1)), path + ".");
  }

  /** What is known where, the schema says. */
  private JsonNode knows(JsonNode node, String path) {
    if (node.isMissingNode() || node.isNull()) {
      return node;
    }
    if (!node.isObject()) {
      throw wrong(path.isEmpty() ? "the file" : path, "is not a mapping", "write key: value");
    }
    List<String> known = RunConfigSchema.keys(path);
    List<String> unknown =
        node.propertyNames().stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      String meant =
          Suggestions.closest(unknown.getFirst(), known)
              .map(key -> "did you mean %s? ".formatted(path + key))
              .orElse("");
      throw wrong(
          unknown.stream().map(name -> path + name).collect(Collectors.joining(", ")),
          "is not known",
          meant + "known here: " + String.join(", ", known));
    }
    return node;
  }

  private <T> Optional<T> value(JsonNode parent, String path, Function<JsonNode, T> read) {
    JsonNode node = parent.path(path.substring(path.lastIndexOf('.') + 1));
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(read.apply(node));
  }

  private Optional<String> text(JsonNode parent, String path) {
    return value(
        parent,
        path,
        node -> {
          if (!node.isString() || node.asString().isBlank()) {
            throw wrong(path, "is not a text", "write a text");
          }
          return expanded(path, node.asString());
        });
  }

  private String expanded(String path, String text) {
    return REFERENCES
        .matcher(text)
        .replaceAll(found -> {
          String value = host.get(found.group(1));
          if (value == null) {
            throw wrong(
                path,
                "refers to %s, which is not set".formatted(found.group(1)),
                "set it before you start Attractor");
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private boolean flag(JsonNode parent, String path, boolean otherwise) {
    return value(
            parent,
            path,
            node -> {
              if (!node.isBoolean()) {
                throw wrong(path, "is not a truth value", "write true or false");
              }
              return node.asBoolean();
            })
        .orElse(otherwise);
  }

  /** Zero means that there is no limit. */
  private Optional<Duration> millis(JsonNode parent, String path) {
    return number(parent, path, "write milliseconds; 0 means no limit")
        .filter(millis -> millis > 0)
        .map(Duration::ofMillis);
  }

  private Optional<Long> number(JsonNode parent, String path, String hint) {
    return value(
        parent,
        path,
        node -> {
          if (!node.isIntegralNumber() || node.asLong() < 0) {
            throw wrong(path, "is not a whole number", hint);
          }
          return node.asLong();
        });
  }

  private Problem wrong(String path, String what, String hint) {
    return Problem.usage("%s: %s %s".formatted(file, path, what), hint);
  }

  public static ObjectNode write(RunConfig config) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("version", 1);
    config.repository().ifPresent(path -> json.putObject("repo").put("path", path.toString()));
    ObjectNode git = json.putObject("git");
    git.put("require_clean", config.git().requireClean());
    git.put("run_branch_prefix", config.git().runBranchPrefix());
    git.put("commit_per_node", true);
    config.git().pushRemote().ifPresent(remote -> git.put("push_remote", remote));
    write(json.putObject("llm"), config.llm());
    ObjectNode policy = json.putObject("runtime_policy");
    config.limits().stage().ifPresent(limit -> policy.put("stage_timeout_ms", limit.toMillis()));
    config.limits().stall().ifPresent(limit -> policy.put("stall_timeout_ms", limit.toMillis()));
    config
        .limits()
        .stallCheck()
        .ifPresent(pause -> policy.put("stall_check_interval_ms", pause.toMillis()));
    config.limits().llmRetries().ifPresent(times -> policy.put("max_llm_retries", times));
    ObjectNode setup = json.putObject("setup");
    setup.set("commands", Json.FILE.valueToTree(config.setup().commands()));
    setup.put("timeout_ms", config.setup().limit().toMillis());
    ObjectNode models = json.putObject("modeldb");
    config.catalog().path().ifPresent(path -> models.put("litellm_catalog_path", path.toString()));
    models.put(
        "litellm_catalog_update_policy",
        config.catalog().url().isPresent() ? "on_run_start" : "pinned");
    config.catalog().url().ifPresent(url -> models.put("litellm_catalog_url", url.toString()));
    models.put("litellm_catalog_fetch_timeout_ms", config.catalog().fetchTimeout().toMillis());
    config
        .promptProbe()
        .ifPresent(limit -> {
          ObjectNode probes = json.putObject("preflight").putObject("prompt_probes");
          probes.put("enabled", true);
          probes.put("timeout_ms", limit.toMillis());
        });
    JsonFields.writeMap(json.putObject("variables"), config.variables());
    json.put("auto_approve", config.people().autoApprove());
    json.set("answers", Json.FILE.valueToTree(config.people().answers()));
    config.cxdb().ifPresent(section -> json.set("cxdb", Json.LINE.readTree(section)));
    return json;
  }

  private static void write(ObjectNode json, LlmConfig llm) {
    json.put("cli_profile", llm.profile().word());
    llm.defaultProvider().ifPresent(name -> json.put("default_provider", name));
    ObjectNode providers = json.putObject("providers");
    Set<String> names = new TreeSet<>(llm.providers().keySet());
    names.addAll(llm.failover().keySet());
    for (String name : names) {
      ProviderSettings settings = llm.provider(name);
      ObjectNode fields = providers.putObject(name);
      fields.put("backend", "cli");
      settings.executable().ifPresent(executable -> fields.put("executable", executable));
      JsonFields.writeMap(fields.putObject("env"), settings.environment());
      fields.put("auth", settings.auth().name().toLowerCase(Locale.ROOT));
      llm.failover(name).forEach(one -> fields.withArray("failover").add(one.toString()));
    }
  }
}
