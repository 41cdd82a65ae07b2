package dev.attractor.fs;

import dev.attractor.ports.Problem;
import dev.attractor.ports.config.RunConfig;
import dev.attractor.ports.spi.ProviderSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Run configurations as YAML or JSON. A key nobody knows is a mistake, not a remark. */
final class RunConfigJson {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private final Path file;

  private RunConfigJson(Path file) {
    this.file = file;
  }

  static RunConfig read(Path file, String text) {
    ObjectMapper mapper = file.toString().endsWith(".json") ? Json.FILE : YAML;
    try {
      JsonNode root = mapper.readTree(text);
      return new RunConfigJson(file).config(root);
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
    knows(
        root,
        "",
        "version",
        "repo",
        "git",
        "llm",
        "runtime_policy",
        "modeldb",
        "cxdb",
        "variables",
        "auto_approve");
    if (root.path("version").asInt(1) != 1) {
      throw wrong("version", "is not 1", "write version: 1");
    }
    JsonNode repo = knows(root.path("repo"), "repo.", "path");
    JsonNode git = knows(root.path("git"), "git.", "require_clean", "run_branch_prefix");
    JsonNode llm = knows(root.path("llm"), "llm.", "cli_profile", "providers");
    JsonNode policy = knows(root.path("runtime_policy"), "runtime_policy.", "stage_timeout_ms");
    JsonNode models = knows(root.path("modeldb"), "modeldb.", "litellm_catalog_url");
    return new RunConfig(
        text(repo, "repo.path").map(this::beside),
        flag(git, "git.require_clean", RunConfig.DEFAULT.requireClean()),
        text(git, "git.run_branch_prefix").orElse(RunConfig.DEFAULT.runBranchPrefix()),
        providers(llm.path("providers")),
        positive(policy, "runtime_policy.stage_timeout_ms").map(Duration::ofMillis),
        OutcomeJson.readMap(root.path("variables")),
        flag(root, "auto_approve", false),
        text(models, "modeldb.litellm_catalog_url").map(URI::create));
  }

  private Path beside(String path) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of(path) : parent.resolve(path).normalize();
  }

  private Map<String, ProviderSettings> providers(JsonNode node) {
    Map<String, ProviderSettings> providers = new LinkedHashMap<>();
    node.properties()
        .forEach(e -> {
          String path = "llm.providers." + e.getKey() + ".";
          JsonNode settings = knows(e.getValue(), path, "backend", "executable");
          text(settings, path + "backend")
              .filter(backend -> !backend.equals("cli"))
              .ifPresent(backend -> {
                throw wrong(path + "backend", "is '%s'".formatted(backend), "write backend: cli");
              });
          providers.put(
              e.getKey(),
              new ProviderSettings(
                  text(settings, path + "executable"), Map.of(), ProviderSettings.Auth.ANY));
        });
    return providers;
  }

  private JsonNode knows(JsonNode node, String path, String... keys) {
    if (node.isMissingNode() || node.isNull()) {
      return node;
    }
    if (!node.isObject()) {
      throw wrong(path.isEmpty() ? "the file" : path, "is not a mapping", "write key: value");
    }
    List<String> unknown = new ArrayList<>();
    node.propertyNames()
        .forEach(name -> {
          if (!Set.of(keys).contains(name)) {
            unknown.add(path + name);
          }
        });
    if (!unknown.isEmpty()) {
      throw wrong(
          String.join(", ", unknown), "is not known", "known here: " + String.join(", ", keys));
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
          return node.asString();
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

  private Optional<Long> positive(JsonNode parent, String path) {
    return value(
            parent,
            path,
            node -> {
              if (!node.isIntegralNumber() || node.asLong() < 0) {
                throw wrong(path, "is not a whole number", "write milliseconds; 0 means no limit");
              }
              return node.asLong();
            })
        .filter(millis -> millis > 0);
  }

  private Problem wrong(String path, String what, String hint) {
    return Problem.usage("%s: %s %s".formatted(file, path, what), hint);
  }

  static ObjectNode write(RunConfig config) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("version", 1);
    config.repository().ifPresent(path -> json.putObject("repo").put("path", path.toString()));
    ObjectNode git = json.putObject("git");
    git.put("require_clean", config.requireClean());
    git.put("run_branch_prefix", config.runBranchPrefix());
    ObjectNode providers = json.putObject("llm").putObject("providers");
    config
        .providers()
        .forEach((name, settings) -> {
          ObjectNode fields = providers.putObject(name);
          settings.executable().ifPresent(executable -> fields.put("executable", executable));
        });
    config
        .stageTimeout()
        .ifPresent(
            limit -> json.putObject("runtime_policy").put("stage_timeout_ms", limit.toMillis()));
    config
        .modelCatalog()
        .ifPresent(uri -> json.putObject("modeldb").put("litellm_catalog_url", uri.toString()));
    OutcomeJson.write(json.putObject("variables"), config.variables());
    json.put("auto_approve", config.autoApprove());
    return json;
  }
}
