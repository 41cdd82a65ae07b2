package dev.attractor.fs.runfolder;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.run.Totals;
import dev.attractor.fs.file.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What stages have used, in {@code final.json} and {@code checkpoint.json}. */
final class TotalsJson {
  private TotalsJson() {}

  static void write(ObjectNode json, Totals totals) {
    json.put("stages", totals.stages());
    json.put("attempts", totals.attempts());
    json.put("input_tokens", totals.usage().inputTokens());
    json.put("output_tokens", totals.usage().outputTokens());
    json.put("cost_usd", totals.usage().costUsd());
  }

  /** Returns what a run had used when a stage ended last; empty when nobody wrote it down. */
  static Optional<Usage> used(RunFolderFiles files) {
    return Stream.of(files.finalReport(), files.checkpoint())
        .flatMap(file -> read(file).stream())
        .findFirst();
  }

  /** The journal knows better: a view of it that is missing or damaged is none. */
  private static Optional<Usage> read(Path file) {
    try {
      JsonNode totals = Json.LINE.readTree(Files.readString(file)).path("totals");
      return totals.isObject()
          ? Optional.of(
              new Usage(
                  totals.path("input_tokens").asLong(0),
                  0,
                  totals.path("output_tokens").asLong(0),
                  totals.path("cost_usd").asDecimal(BigDecimal.ZERO)))
          : Optional.empty();
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }
}
