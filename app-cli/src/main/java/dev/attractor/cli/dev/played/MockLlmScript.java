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
  private static final Set<String> STEP = Set.of("write", "run", "report");
  private static final Set<String> ENDS = Set.of("fail", "break_off", "silent");
  private static final Set<String> KEYS =
      Set.of(
          "stage",
          "visit",
          "attempt",
          "prompt",
          "when",
          "times",
          "steps",
          "write",
          "run",
          "report",
          "say",
          "fail",
          "break_off",
          "silent");
  private static final String LAST_WORD = "done";
  private static final int FIRST_FAILURE = 400;
  private static final int LAST_FAILURE = 599;

  private final Path file;

  private MockLlmScript(Path file) {
    this.file = file;
  }

  static List<MockLlm.Line> read(Path file) {
    return new MockLlmScript(file).lines();
  }

  private List<MockLlm.Line> lines() {
    try {
      JsonNode root = YAMLMapper.builder().build().readTree(Files.readString(file));
      if (!root.isArray() || root.isEmpty()) {
        throw wrong("it is no list of lines");
      }
      List<MockLlm.Line> lines = new ArrayList<>();
      for (JsonNode json : root) {
        lines.add(line(json));
      }
      return lines;
    } catch (JacksonException e) {
      throw wrong(e.getOriginalMessage());
    } catch (NoSuchFileException e) {
      throw AttractorException.usage("there is no script " + file, "check --script");
    } catch (IOException e) {
      throw wrong("it cannot be read: " + e.getMessage());
    }
  }

  private MockLlm.Line line(JsonNode json) {
    known(json, KEYS);
    return new MockLlm.Line(
        new MockLlm.When(
            text(json, "when", ""),
            text(json, "stage", ""),
            number(json, "visit", 1, Integer.MAX_VALUE),
            number(json, "attempt", 1, Integer.MAX_VALUE),
            text(json, "prompt", "")),
        number(json, "times", 1, Integer.MAX_VALUE),
        answer(json));
  }

  private MockLlm.Answer answer(JsonNode json) {
    List<MockLlm.Step> steps = steps(json);
    long answers = ENDS.stream().filter(json::has).count();
    boolean works = json.has("say") || !steps.isEmpty();
    if (answers + (works ? 1 : 0) != 1) {
      throw wrong("a line has either say and steps, or one of fail, break_off, silent: " + json);
    }
    if (works) {
      return new MockLlm.Works(steps, text(json, "say", LAST_WORD));
    }
    if (json.has("fail")) {
      return new MockLlm.Fails(number(json, "fail", FIRST_FAILURE, LAST_FAILURE));
    }
    String end = json.has("silent") ? "silent" : "break_off";
    if (!json.path(end).isBoolean() || !json.path(end).booleanValue()) {
      throw wrong("%s is true, or not there: %s".formatted(end, json));
    }
    return end.equals("silent") ? new MockLlm.IsSilent() : new MockLlm.BreaksOff();
  }

  /** A line has a list of them, or one of each kind itself. */
  private List<MockLlm.Step> steps(JsonNode line) {
    List<MockLlm.Step> steps = new ArrayList<>();
    if (line.has("steps") && (!line.path("steps").isArray() || STEP.stream().anyMatch(line::has))) {
      throw wrong("a line has a list of steps, or one each of write, run, report: " + line);
    }
    for (JsonNode json : line.path("steps")) {
      known(json, STEP);
      if (json.size() != 1) {
        throw wrong("a step has one of write, run, report: " + json);
      }
      add(json, steps);
    }
    add(line, steps);
    return steps;
  }

  private void add(JsonNode json, List<MockLlm.Step> steps) {
    if (json.has("write")) {
      steps.add(write(json.path("write")));
    }
    if (json.has("run")) {
      steps.add(new MockLlm.Runs(text(json, "run", "")));
    }
    if (json.has("report")) {
      if (!json.path("report").isObject()) {
        throw wrong("report has the keys of a status file, such as {status: success}: " + json);
      }
      steps.add(new MockLlm.Reports(json.path("report").toString()));
    }
  }

  private MockLlm.Writes write(JsonNode json) {
    known(json, Set.of("file", "content", "from"));
    String name = text(json, "file", "");
    if (name.isEmpty() || json.has("content") == json.has("from")) {
      throw wrong("write needs a file, and its content or from where that is: " + json);
    }
    return new MockLlm.Writes(
        Path.of(name),
        json.has("from") ? content(text(json, "from", "")) : text(json, "content", ""));
  }

  /** Returns a text; what YAML takes for a number is one, too. */
  private String text(JsonNode json, String key, String otherwise) {
    JsonNode value = json.path(key);
    if (json.has(key) && (!value.isValueNode() || value.isNull())) {
      throw wrong("%s is a text: %s".formatted(key, json));
    }
    return value.asString(otherwise);
  }

  /** Returns a whole number, or 0 where there is none. */
  private int number(JsonNode json, String key, int least, int most) {
    JsonNode value = json.path(key);
    if (!json.has(key)) {
      return 0;
    }
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw wrong(
          "%s is a whole number%s: %s"
              .formatted(
                  key,
                  most == Integer.MAX_VALUE
                      ? " from %d".formatted(least)
                      : " from %d to %d".formatted(least, most),
                  json));
    }
    return value.intValue();
  }

  private String content(String name) {
    Path from = file.resolveSibling(name);
    try {
      return Files.readString(from);
    } catch (IOException e) {
      throw wrong("%s cannot be read: %s".formatted(from, e.getMessage()));
    }
  }

  private void known(JsonNode json, Set<String> keys) {
    if (!json.isObject()) {
      throw wrong("this has no keys: " + json);
    }
    for (String key : json.propertyNames()) {
      if (!keys.contains(key)) {
        throw wrong("the key '%s' is not known".formatted(key));
      }
    }
  }

  private AttractorException wrong(String why) {
    return AttractorException.usage(
        "%s cannot be played: %s".formatted(file, why), "attractor dev mock-llm --help tells how");
  }
}
