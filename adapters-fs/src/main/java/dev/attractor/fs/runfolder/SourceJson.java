package dev.attractor.fs.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.source.SourceText;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pipeline refers to, beside its own text: {@code graph_files.json}. */
final class SourceJson {
  private SourceJson() {}

  static ObjectNode write(PipelineSource source) {
    ObjectNode json = Json.FILE.createObjectNode();
    JsonFields.writeMap(json.putObject("files"), source.files());
    ObjectNode parts = json.putObject("parts");
    source
        .parts()
        .forEach((path, part) -> {
          ObjectNode item = write(part);
          item.put("name", part.text().name());
          item.put("text", part.text().text());
          parts.set(path, item);
        });
    return json;
  }

  static PipelineSource read(SourceText text, JsonNode json) {
    Map<String, PipelineSource> parts = new LinkedHashMap<>();
    json.path("parts")
        .properties()
        .forEach(e -> {
          JsonNode item = e.getValue();
          SourceText part =
              new SourceText(item.required("name").asString(), item.required("text").asString());
          parts.put(e.getKey(), read(part, item));
        });
    return new PipelineSource(text, JsonFields.map(json.path("files")), parts);
  }
}
