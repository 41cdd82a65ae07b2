package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.Terminal;
import dev.attractor.domain.source.Diagnostic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Diagnostics for other programs. */
final class DiagnosticsJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DiagnosticsJson() {}

  static JsonNode array(List<CheckedFile> checked) {
    ArrayNode files = JSON.createArrayNode();
    for (CheckedFile file : checked) {
      ObjectNode item = files.addObject();
      item.put("file", file.source().text().name());
      item.put("valid", file.valid());
      item.set("diagnostics", entries(file.diagnostics()));
    }
    return files;
  }

  static ArrayNode entries(List<Diagnostic> diagnostics) {
    ArrayNode entries = JSON.createArrayNode();
    for (Diagnostic found : diagnostics) {
      ObjectNode entry = entries.addObject();
      entry.put("rule", found.rule());
      entry.put("severity", found.severity().word());
      entry.put("message", found.message());
      entry.put("line", found.position().line());
      entry.put("column", found.position().column());
      entry.put("hint", found.hint());
    }
    return entries;
  }

  static JsonNode sarif(List<CheckedFile> checked) {
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    root.put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "attractor");
    driver.put("version", Terminal.version());
    Set<String> rules = new LinkedHashSet<>();
    ArrayNode results = run.putArray("results");
    for (CheckedFile file : checked) {
      for (Diagnostic found : file.diagnostics()) {
        rules.add(found.rule());
        result(results.addObject(), file, found);
      }
    }
    ArrayNode described = driver.putArray("rules");
    rules.forEach(rule -> described.addObject().put("id", rule));
    return root;
  }

  private static void result(ObjectNode result, CheckedFile file, Diagnostic found) {
    result.put("ruleId", found.rule());
    result.put(
        "level",
        switch (found.severity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case INFO -> "note";
        });
    String hint = found.hint().isEmpty() ? "" : " (" + found.hint() + ")";
    result.putObject("message").put("text", found.message() + hint);
    ObjectNode location = result.putArray("locations").addObject().putObject("physicalLocation");
    location.putObject("artifactLocation").put("uri", file.source().text().name());
    location
        .putObject("region")
        .put("startLine", found.position().line())
        .put("startColumn", found.position().column());
  }
}
