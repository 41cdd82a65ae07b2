package dev.attractor.cli.dev.played;

import dev.attractor.ports.AttractorException;
import dev.attractor.testkit.llm.MockLlm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What a played model answers, from a file. */
final class MockLlmScript {
  private static final Set<String> KEYS =
      Set.of("when", "times", "say", "write", "fail", "break_off", "silent");

  private MockLlmScript() {}

  static List<MockLlm.Line> read(Path file) {
    try {
      JsonNode root = YAMLMapper.builder().build().readTree(Files.readString(file));
      if (!root.isArray() || root.isEmpty()) {
        throw wrong(file, "it is no list of lines");
      }
      List<MockLlm.Line> lines = new ArrayList<>();
      for (JsonNode json : root) {
        lines.add(line(file, json));
      }
      return lines;
    } catch (JacksonException e) {
      throw wrong(file, e.getOriginalMessage());
    } catch (NoSuchFileException e) {
      throw AttractorException.usage("there is no script " + file, "check --script");
    } catch (IOException e) {
      throw wrong(file, "it cannot be read: " + e.getMessage());
    }
  }

  private static MockLlm.Line line(Path file, JsonNode json) {
    for (String key : json.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw wrong(file, "the key '%s' is not known".formatted(key));
      }
    }
    return new MockLlm.Line(
        json.path("when").asString(""), json.path("times").asInt(0), answer(file, json));
  }

  private static MockLlm.Answer answer(Path file, JsonNode json) {
    if (json.has("write")) {
      return new MockLlm.Writes(
          Path.of(json.path("write").path("file").asString("")),
          json.path("write").path("content").asString(""),
          json.path("say").asString("done"));
    }
    if (json.has("say")) {
      return new MockLlm.Says(json.path("say").asString(""));
    }
    if (json.has("fail")) {
      return new MockLlm.Fails(json.path("fail").asInt(500));
    }
    if (json.path("break_off").asBoolean(false)) {
      return new MockLlm.BreaksOff();
    }
    if (json.path("silent").asBoolean(false)) {
      return new MockLlm.IsSilent();
    }
    throw wrong(file, "a line has none of say, write, fail, break_off, silent: " + json);
  }

  private static AttractorException wrong(Path file, String why) {
    return AttractorException.usage(
        "%s cannot be played: %s".formatted(file, why), "attractor dev mock-llm --help tells how");
  }
}
