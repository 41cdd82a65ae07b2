package dev.attractor.fs.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.journal.JournalEntry;
import dev.attractor.testkit.generate.AnyEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * docs/journal.md tells what the codecs write. {@code -Dattractor.docs.write=true} writes that part
 * of the page anew.
 */
class JournalPageTest {
  private static final Path PAGE = Path.of("../docs/journal.md");
  private static final String BEGIN =
      "<!-- begin of what JournalPageTest has written with -Dattractor.docs.write=true -->\n";
  private static final String END = "<!-- end -->\n";
  private static final Set<String> OF_EVERY_LINE = Set.of("seq", "ts", "run_id", "event");
  private static final int SAMPLES = 500;

  @Test
  void thePageTellsOfEveryEventWhatIsWritten() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String told = page.substring(begin, page.indexOf(END, begin));
    String table = table();
    if (Boolean.getBoolean("attractor.docs.write")) {
      Files.writeString(
          PAGE, page.substring(0, begin) + table + page.substring(begin + told.length()));
      told = table;
    }

    assertThat(told).as("write it with -Dattractor.docs.write=true").isEqualTo(table);
  }

  private static String table() {
    return "| event | meaning | fields | changes the state |\n| --- | --- | --- | --- |\n"
        + EventJson.CODECS.stream().map(JournalPageTest::row).collect(Collectors.joining());
  }

  private static String row(Codec<?> codec) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            codec.name(),
            codec.meaning(),
            fields(lines(codec)),
            RunEvent.StateChange.class.isAssignableFrom(codec.type()) ? "yes" : "no");
  }

  private static List<JsonNode> lines(Codec<?> codec) {
    AnyEvents any = new AnyEvents(1);
    return Stream.generate(() -> any.next(codec.type()))
        .limit(SAMPLES)
        .<JsonNode>map(
            event -> EventJson.write(new RunId("id"), new JournalEntry(1, Instant.EPOCH, event)))
        .toList();
  }

  /** The fields of objects; those that some lack have a question mark. */
  private static String fields(Collection<JsonNode> objects) {
    Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    objects.stream()
        .sorted(Comparator.comparingInt(JsonNode::size).reversed()) // in the order of a full one
        .flatMap(object -> object.properties().stream())
        .filter(field -> !OF_EVERY_LINE.contains(field.getKey()))
        .forEach(field ->
            values.computeIfAbsent(field.getKey(), _ -> new ArrayList<>()).add(field.getValue()));
    return values.entrySet().stream()
        .map(field ->
            "`%s%s` %s"
                .formatted(
                    field.getKey(),
                    field.getValue().size() < objects.size() ? "?" : "",
                    type(field.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String type(List<JsonNode> values) {
    JsonNode one = values.getFirst();
    List<JsonNode> inner = values.stream().flatMap(JsonNode::valueStream).toList();
    if (one.isArray()) {
      return "array of " + type(inner);
    }
    if (one.isObject()) {
      boolean anyNames =
          values.stream()
              .flatMap(value -> value.propertyNames().stream())
              .allMatch(name -> name.startsWith(AnyEvents.KEY));
      return anyNames ? "object of " + type(inner) : "object (%s)".formatted(fields(values));
    }
    return one.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
