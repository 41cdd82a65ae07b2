package dev.attractor.fs.runfolder;

import dev.attractor.fs.file.Json;
import dev.attractor.ports.runfolder.PreflightReport;
import dev.attractor.ports.spi.Finding;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was checked before a run: {@code preflight_report.json} (SEMANTICS §10). */
final class PreflightJson {
  private PreflightJson() {}

  static ObjectNode write(PreflightReport report) {
    ObjectNode json = Json.FILE.createObjectNode();
    ArrayNode checks = json.putArray("checks");
    for (PreflightReport.Check check : report.checks()) {
      ObjectNode item = checks.addObject();
      item.put("name", check.finding().check());
      item.put("provider", check.provider());
      item.put("status", check.finding().level().name().toLowerCase(Locale.ROOT));
      item.put("message", check.finding().message());
      item.put("details", check.finding().remedy());
    }
    ObjectNode summary = json.putObject("summary");
    for (Finding.Level level : Finding.Level.values()) {
      summary.put(level.name().toLowerCase(Locale.ROOT), report.count(level));
    }
    return json;
  }
}
