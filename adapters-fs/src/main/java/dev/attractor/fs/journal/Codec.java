package dev.attractor.fs.journal;

import dev.attractor.domain.run.RunEvent;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one kind of fact stands in the journal.
 *
 * @param name of the event; never changes
 * @param meaning when it is written, as docs/journal.md tells it
 * @param writer adds the fields of a fact; their names never change, and new ones come at the end
 * @param reader makes the fact of its fields; lines of older programs lack the newer ones
 */
record Codec<E extends RunEvent>(
    Class<E> type,
    String name,
    String meaning,
    BiConsumer<ObjectNode, E> writer,
    Function<JsonNode, E> reader) {
  void write(ObjectNode json, RunEvent event) {
    writer.accept(json, type.cast(event));
  }

  E read(JsonNode json) {
    return reader.apply(json);
  }
}
