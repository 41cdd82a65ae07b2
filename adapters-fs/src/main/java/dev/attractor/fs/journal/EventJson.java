package dev.attractor.fs.journal;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.JsonFields;
import dev.attractor.ports.journal.JournalEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Journal lines as JSON. The names of events and fields are a contract with other programs
 * (SEMANTICS §10): they may grow but never change.
 */
final class EventJson {
  /** The kinds of facts, each once, in the order in which docs/journal.md tells of them. */
  static final List<Codec<?>> CODECS =
      Stream.of(
              RunCodecs.ALL,
              StageCodecs.ALL,
              HopCodecs.ALL,
              BranchCodecs.ALL,
              ManagerCodecs.ALL,
              QuestionCodecs.ALL)
          .<Codec<?>>flatMap(List::stream)
          .toList();

  private static final Map<Class<?>, Codec<?>> BY_TYPE =
      CODECS.stream().collect(Collectors.toUnmodifiableMap(Codec::type, Function.identity()));
  private static final Map<String, Codec<?>> BY_NAME =
      CODECS.stream().collect(Collectors.toUnmodifiableMap(Codec::name, Function.identity()));

  private EventJson() {}

  static ObjectNode write(RunId runId, JournalEntry entry) {
    Codec<?> codec = codec(entry.event());
    ObjectNode json = Json.LINE.createObjectNode();
    json.put("seq", entry.seq());
    json.put("ts", entry.at().toString());
    json.put("run_id", runId.text());
    json.put("event", codec.name());
    codec.write(json, entry.event());
    return json;
  }

  static JournalEntry read(JsonNode json) {
    String name = json.path("event").asString();
    Codec<?> codec =
        Optional.<Codec<?>>ofNullable(BY_NAME.get(name))
            .orElseThrow(() -> new IllegalArgumentException("unknown event '%s'".formatted(name)));
    return new JournalEntry(
        json.path("seq").asLong(), JsonFields.time(json, "ts"), codec.read(json));
  }

  static String name(RunEvent event) {
    return codec(event).name();
  }

  private static Codec<?> codec(RunEvent event) {
    return Optional.<Codec<?>>ofNullable(BY_TYPE.get(event.getClass()))
        .orElseThrow(() -> new IllegalStateException("no codec for " + event.getClass()));
  }
}
