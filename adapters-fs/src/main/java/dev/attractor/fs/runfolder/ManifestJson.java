package dev.attractor.fs.runfolder;

import dev.attractor.domain.parallel.BranchName;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.Manifest;
import java.nio.file.Path;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a run is: {@code manifest.json}. Field names are a contract (SEMANTICS §10). */
final class ManifestJson {
  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  private ManifestJson() {}

  static ObjectNode write(Manifest manifest, Path location, Redactor redactor) {
    ObjectNode json = Json.FILE.createObjectNode();
    json.put("run_id", manifest.runId().text());
    json.put("pipeline", manifest.pipeline());
    json.put("goal", redactor.text(manifest.goal()));
    json.put("repo", manifest.repository().toString());
    json.put("base_sha", manifest.baseCommit());
    json.put("run_branch", manifest.runBranch().text());
    json.put("logs_root", location.toString());
    json.put("worktree", manifest.worktree().toString());
    json.put("started_at", manifest.startedAt().toString());
    json.put("attractor_version", manifest.version());
    json.put("graph_digest", manifest.graphDigest());
    return json;
  }

  /**
   * Reads a manifest. Where the files of the run are follows from where its folder is now; what is
   * written about that is for people.
   *
   * @throws RuntimeException when something is missing or cannot be
   */
  static Manifest read(JsonNode json, RunFolderFiles place) {
    String base = objectName(json.required("base_sha").asString());
    return new Manifest(
        new RunId(json.required("run_id").asString()),
        json.required("pipeline").asString(),
        json.required("goal").asString(),
        Path.of(json.required("repo").asString()),
        base,
        new BranchName(json.required("run_branch").asString()),
        place.worktree(),
        JsonFields.time(json, "started_at"),
        json.required("attractor_version").asString(),
        json.required("graph_digest").asString());
  }

  /**
   * Returns the name of something in a repository.
   *
   * @throws IllegalArgumentException when it cannot be one
   */
  static String objectName(String text) {
    if (!OBJECT.matcher(text).matches()) {
      throw new IllegalArgumentException("'%s' is no commit".formatted(text));
    }
    return text;
  }

  /**
   * Makes sure that a manifest speaks of the run whose journal lies beside it.
   *
   * @throws AttractorException with this hint when it does not
   */
  static void mustFit(Manifest manifest, RunEvent.RunStarted started, Path file, String hint) {
    if (!manifest.runId().equals(started.runId())
        || !manifest.runBranch().equals(started.runBranch())
        || !manifest.baseCommit().equals(started.baseCommit())) {
      throw AttractorException.machine(
          "%s speaks of the run %s on the branch %s from %s, its journal of the run %s on %s from %s"
              .formatted(
                  file,
                  manifest.runId(),
                  manifest.runBranch(),
                  manifest.baseCommit(),
                  started.runId(),
                  started.runBranch(),
                  started.baseCommit()),
          hint);
    }
  }
}
