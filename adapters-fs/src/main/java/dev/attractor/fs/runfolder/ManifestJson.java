package dev.attractor.fs.runfolder;

import dev.attractor.domain.secret.Redactor;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.runfolder.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a run is: {@code manifest.json}. Field names are a contract (SEMANTICS §10). */
final class ManifestJson {
  private ManifestJson() {}

  static ObjectNode write(Manifest manifest, Path location, Redactor redactor) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("run_id", manifest.runId());
    json.put("pipeline", manifest.pipeline());
    json.put("goal", redactor.field(manifest.goal()));
    json.put("repo", manifest.repository().toString());
    json.put("base_sha", manifest.baseCommit());
    json.put("run_branch", manifest.runBranch());
    json.put("logs_root", location.toString());
    json.put("worktree", manifest.worktree().toString());
    json.put("started_at", manifest.startedAt().toString());
    json.put("attractor_version", manifest.version());
    json.put("graph_digest", manifest.graphDigest());
    return json;
  }

  static Manifest read(JsonNode json) {
    return new Manifest(
        json.required("run_id").asString(),
        json.required("pipeline").asString(),
        json.required("goal").asString(),
        Path.of(json.required("repo").asString()),
        json.required("base_sha").asString(),
        json.required("run_branch").asString(),
        Path.of(json.required("worktree").asString()),
        Instant.parse(json.required("started_at").asString()),
        json.required("attractor_version").asString(),
        json.required("graph_digest").asString());
  }
}
