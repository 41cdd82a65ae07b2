package dev.attractor.fs.config;

import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.RedactedJson;
import dev.attractor.fs.file.Yaml;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.config.CatalogConfig;
import dev.attractor.ports.config.ConfigNames;
import dev.attractor.ports.config.GitConfig;
import dev.attractor.ports.config.LlmConfig;
import dev.attractor.ports.config.LlmConfig.CliProfile;
import dev.attractor.ports.config.PeopleConfig;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.config.RunLimits;
import dev.attractor.ports.config.SetupConfig;
import dev.attractor.ports.spi.ProviderSettings;
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
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads run configurations, which people write in YAML or JSON, and writes them as JSON into the
 * folder of a run. A key that the schema does not have is refused, so that a slip of the pen is
 * noticed.
 */
public final class RunConfigJson {
  private static final Duration PROMPT_PROBE_LIMIT = Duration.ofSeconds(30);

  private final ConfigFields fields;

  private final ConfigNames names;

  private RunConfigJson(ConfigFields fields, ConfigNames names) {
    this.fields = fields;
    this.names = names;
  }

  /**
   * Reads a configuration.
   *
   * @param file where the text is from: relative paths in it begin there, and mistakes name it
   * @param host the environment variables that {@code ${NAME}} in a value refers to
   * @param names what names in it stand for
   * @throws AttractorException when something in it is wrong
   */
  public static RunConfig read(
      Path file, String text, Map<String, String> host, ConfigNames names) {
    return FromOutside.read(
        () -> {
          ConfigText parsed = parsed(file, text);
          ConfigFields fields = new ConfigFields(file, parsed, host);
          RunConfig config = new RunConfigJson(fields, names).config(parsed.root());
          fields.throwMistakes("attractor config schema prints all that is known");
          return config;
        },
        (why, _) -> unreadable(file, why));
  }

  private static AttractorException unreadable(Path file, String why) {
    return AttractorException.usage(
        "%s cannot be read: %s".formatted(file, why),
        "correct the file; it is YAML, or JSON when its name ends in .json");
  }

  /** Returns what stands in a file, without looking at what it means. */
  static ConfigText parsed(Path file, String text) {
    ObjectMapper mapper = file.toString().endsWith(".json") ? Json.FILE : Yaml.MAPPER;
    return FromOutside.read(() -> ConfigText.of(mapper, text), (why, _) -> unreadable(file, why));
  }

  private RunConfig config(JsonNode root) {
    if (root.isMissingNode() || root.isNull()) {
      return RunConfig.DEFAULT;
    }
    if (fields.knows(root, "").isMissingNode()) {
      return RunConfig.DEFAULT;
    }
    if (root.path("version").asInt(1) != 1) {
      fields.wrong("version", "is not 1", "write version: 1");
    }
    JsonNode repo = fields.section(root, "repo");
    JsonNode git = fields.section(root, "git");
    if (!fields.flag(git, "git.commit_per_node", true)) {
      fields.wrong(
          "git.commit_per_node",
          "is false",
          "leave it out: a run is resumed from the commits of its finished stages");
    }
    Optional<Path> repository = fields.text(repo, "repo.path").map(fields::beside);
    JsonNode preflight = fields.section(root, "preflight");
    SecretNames secrets =
        new SecretNames(
            fields.texts(
                fields.section(root, "secrets").path("names"),
                "secrets.names",
                "write names: [LICENSE, \"*_PIN\"]"));
    return new RunConfig(
        repository,
        new GitConfig(
            fields.flag(git, "git.require_clean", GitConfig.DEFAULT.requireClean()),
            fields.text(git, "git.run_branch_prefix").orElse(GitConfig.DEFAULT.runBranchPrefix()),
            remote(git, repository),
            fields.small(git, "git.max_file_mb", "write a whole number of MB")),
        llm(fields.section(root, "llm"), secrets),
        limits(fields.section(root, "runtime_policy")),
        setup(fields.section(root, "setup")),
        new PeopleConfig(
            fields.flag(root, "auto_approve", PeopleConfig.DEFAULT.autoApprove()), answers(root)),
        texts(root, "variables"),
        promptProbe(fields.section(preflight, "preflight.prompt_probes")),
        catalog(fields.section(root, "modeldb")),
        Optional.of(fields.section(root, "cxdb"))
            .filter(JsonNode::isObject)
            .map(Json.LINE::writeValueAsString),
        secrets);
  }

  private Optional<String> remote(JsonNode git, Optional<Path> repository) {
    String path = "git.push_remote";
    Optional<String> remote = fields.text(git, path);
    remote
        .flatMap(name -> names.insteadOfRemote(name, repository))
        .ifPresent(hint ->
            fields.wrong(path, "is %s, and there is no such remote".formatted(remote.get()), hint));
    return remote;
  }

  /** A slip of the pen would leave settings unread: nobody is asked by that name. */
  private boolean isProvider(String name, String path) {
    Optional<String> instead = names.insteadOfProvider(name);
    instead.ifPresent(hint ->
        fields.wrong(
            path, "names '%s', and there is no such agent provider".formatted(name), hint));
    return instead.isEmpty();
  }

  private RunLimits limits(JsonNode policy) {
    return new RunLimits(
        fields.millis(policy, "runtime_policy.stage_timeout_ms"),
        fields.millis(policy, "runtime_policy.stall_timeout_ms"),
        fields.millis(policy, "runtime_policy.stall_check_interval_ms"),
        fields
            .small(policy, "runtime_policy.max_llm_retries", "write a whole number, 0 for none")
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()));
  }

  private SetupConfig setup(JsonNode setup) {
    return new SetupConfig(
        fields.texts(
            setup.path("commands"), "setup.commands", "write commands: [npm ci, make tools]"),
        fields.millis(setup, "setup.timeout_ms").orElse(SetupConfig.DEFAULT.limit()));
  }

  private Map<String, String> texts(JsonNode parent, String path) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields
        .entries(parent, path)
        .forEach(e ->
            fields
                .single(e.getValue(), path + "." + e.getKey())
                .ifPresent(value -> texts.put(e.getKey(), value)));
    return texts;
  }

  private Map<String, List<String>> answers(JsonNode root) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    fields
        .entries(root, "answers")
        .forEach(e ->
            all.put(
                e.getKey(),
                fields.texts(
                    e.getValue(),
                    "answers." + e.getKey(),
                    "write %s: [an answer for each visit]".formatted(e.getKey()))));
    return all;
  }

  /**
   * A URL means that the catalog is fetched when a run begins, unless the update policy is {@code
   * pinned}: then the URL is only noted down.
   */
  private CatalogConfig catalog(JsonNode models) {
    boolean pinned =
        fields
            .word(
                models, "modeldb.litellm_catalog_update_policy", List.of("pinned", "on_run_start"))
            .filter(policy -> policy.equals("pinned"))
            .isPresent();
    return new CatalogConfig(
        fields.text(models, "modeldb.litellm_catalog_path").map(fields::beside),
        fields.address(models, "modeldb.litellm_catalog_url").filter(_ -> !pinned),
        fields
            .millis(models, "modeldb.litellm_catalog_fetch_timeout_ms")
            .orElse(CatalogConfig.DEFAULT.fetchTimeout()));
  }

  private LlmConfig llm(JsonNode llm, SecretNames secrets) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    Map<String, List<LlmConfig.Substitute>> failover = new LinkedHashMap<>();
    fields
        .entries(llm, "llm.providers")
        .forEach(e -> {
          isProvider(e.getKey(), "llm.providers." + e.getKey());
          String path = "llm.providers." + e.getKey() + ".";
          JsonNode settings = fields.knows(e.getValue(), path);
          fields.word(settings, path + "backend", List.of("cli"));
          providers.put(
              e.getKey(),
              new ProviderSettings(
                  fields.text(settings, path + "executable"),
                  variables(settings, path + "env", secrets),
                  fields
                      .word(settings, path + "auth", List.of("any", "login"))
                      .map(word -> ProviderSettings.Auth.valueOf(word.toUpperCase(Locale.ROOT)))
                      .orElse(ProviderSettings.Auth.ANY)));
          List<LlmConfig.Substitute> substitutes = substitutes(settings, path + "failover");
          if (!substitutes.isEmpty()) {
            failover.put(e.getKey(), substitutes);
          }
        });
    return new LlmConfig(
        fields
            .word(
                llm,
                "llm.cli_profile",
                Stream.of(CliProfile.values()).map(CliProfile::word).toList())
            .map(word -> CliProfile.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(CliProfile.REAL),
        false,
        fields
            .text(llm, "llm.default_provider")
            .filter(name -> isProvider(name, "llm.default_provider")),
        providers,
        failover);
  }

  /**
   * Reads the environment variables of an agent. A secret may only be referred to, as {@code
   * ${NAME}}: the configuration is copied into the folder of each run.
   */
  private Map<String, String> variables(JsonNode settings, String path, SecretNames secrets) {
    Map<String, String> variables = texts(settings, path);
    variables.forEach((name, value) -> {
      if (secrets.contains(name) && !ConfigFields.isReference(value)) {
        fields.wrong(
            path + "." + name,
            "is a secret that stands in the file",
            "keep it in the environment and write ${%s}".formatted(name));
      }
    });
    return variables;
  }

  private List<LlmConfig.Substitute> substitutes(JsonNode settings, String path) {
    return fields
        .texts(settings.path("failover"), path, "write failover: [provider, provider/model]")
        .stream()
        .map(LlmConfig.Substitute::parse)
        .filter(substitute -> isProvider(substitute.provider(), path))
        .toList();
  }

  private Optional<Duration> promptProbe(JsonNode probes) {
    Duration limit =
        fields.millis(probes, "preflight.prompt_probes.timeout_ms").orElse(PROMPT_PROBE_LIMIT);
    return fields.flag(probes, "preflight.prompt_probes.enabled", false)
        ? Optional.of(limit)
        : Optional.empty();
  }

  /** Returns the configuration as {@link #read} takes it, every value that has a default too. */
  static ObjectNode write(RunConfig config) {
    return write(config, UnaryOperator.identity());
  }

  /**
   * Returns the text of a configuration file without secrets. Left out they are of what people have
   * put in; names of providers and other words that a run is led by stay, also where a secret
   * happens to be the same.
   */
  public static String file(RunConfig config, Redactor redactor) {
    return Json.FILE.writeValueAsString(write(config, redactor::text)) + "\n";
  }

  private static ObjectNode write(RunConfig config, UnaryOperator<String> said) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("version", 1);
    config
        .repository()
        .ifPresent(path -> json.putObject("repo").put("path", said.apply(path.toString())));
    ObjectNode git = json.putObject("git");
    git.put("require_clean", config.git().requireClean());
    git.put("run_branch_prefix", config.git().runBranchPrefix());
    git.put("commit_per_node", true);
    config.git().pushRemote().ifPresent(remote -> git.put("push_remote", said.apply(remote)));
    config.git().maxFileMb().ifPresent(size -> git.put("max_file_mb", size));
    write(json.putObject("llm"), config.llm(), said);
    ObjectNode policy = json.putObject("runtime_policy");
    config.limits().stage().ifPresent(limit -> policy.put("stage_timeout_ms", limit.toMillis()));
    config.limits().stall().ifPresent(limit -> policy.put("stall_timeout_ms", limit.toMillis()));
    config
        .limits()
        .stallCheck()
        .ifPresent(pause -> policy.put("stall_check_interval_ms", pause.toMillis()));
    config.limits().llmRetries().ifPresent(times -> policy.put("max_llm_retries", times));
    ObjectNode setup = json.putObject("setup");
    config.setup().commands().stream().map(said).forEach(setup.putArray("commands")::add);
    setup.put("timeout_ms", config.setup().limit().toMillis());
    ObjectNode models = json.putObject("modeldb");
    config
        .catalog()
        .path()
        .ifPresent(path -> models.put("litellm_catalog_path", said.apply(path.toString())));
    models.put(
        "litellm_catalog_update_policy",
        config.catalog().url().isPresent() ? "on_run_start" : "pinned");
    config
        .catalog()
        .url()
        .ifPresent(url -> models.put("litellm_catalog_url", said.apply(url.toString())));
    models.put("litellm_catalog_fetch_timeout_ms", config.catalog().fetchTimeout().toMillis());
    ObjectNode probes = json.putObject("preflight").putObject("prompt_probes");
    probes.put("enabled", config.promptProbe().isPresent());
    config.promptProbe().ifPresent(limit -> probes.put("timeout_ms", limit.toMillis()));
    write(json.putObject("variables"), config.variables(), said);
    json.put("auto_approve", config.people().autoApprove());
    json.set("answers", RedactedJson.clean(Json.FILE.valueToTree(config.people().answers()), said));
    json.putObject("secrets").set("names", Json.FILE.valueToTree(config.secrets().more()));
    config
        .cxdb()
        .map(section -> Json.LINE.readTree(section))
        .ifPresent(section -> json.set("cxdb", RedactedJson.clean(section, said)));
    return json;
  }

  private static void write(ObjectNode json, LlmConfig llm, UnaryOperator<String> said) {
    json.put("cli_profile", llm.profile().word());
    llm.defaultProvider().ifPresent(name -> json.put("default_provider", name));
    ObjectNode providers = json.putObject("providers");
    Set<String> names = new TreeSet<>(llm.providers().keySet());
    names.addAll(llm.failover().keySet());
    for (String name : names) {
      ProviderSettings settings = llm.provider(name);
      ObjectNode fields = providers.putObject(name);
      fields.put("backend", "cli");
      settings
          .executable()
          .ifPresent(executable -> fields.put("executable", said.apply(executable)));
      write(fields.putObject("env"), settings.environment(), said);
      fields.put("auth", settings.auth().name().toLowerCase(Locale.ROOT));
      llm.failover(name).forEach(one -> fields.withArray("failover").add(one.toString()));
    }
  }

  private static void write(
      ObjectNode json, Map<String, String> texts, UnaryOperator<String> said) {
    texts.forEach((name, text) -> json.put(name, said.apply(text)));
  }
}
