package dev.attractor.fs.runfolder;

import dev.attractor.domain.layout.RunLayout;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.Json;
import dev.attractor.ports.AttractorException;
import dev.attractor.ports.runfolder.StageEvidence;
import dev.attractor.ports.runfolder.StageEvidence.Excerpt;
import dev.attractor.ports.runfolder.StageEvidence.Program;
import dev.attractor.ports.runfolder.StageEvidence.ToolCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads what an attempt has left in its folder. Programs of the stage may have written there, too:
 * what is no file, or not what it should be, was not left.
 *
 * @param most characters of each text
 */
record LeftByStage(Path folder, int most) {
  private static final int MOST_CALLS = 1_000;

  /** Of a file that is read as JSON, in characters. */
  private static final int LONGEST_JSON = 1 << 20;

  StageEvidence evidence() {
    return new StageEvidence(
        excerpt(RunLayout.PROMPT),
        excerpt(RunLayout.PREAMBLE),
        excerpt(RunLayout.RESPONSE),
        excerpt(RunLayout.STDOUT),
        excerpt(RunLayout.STDERR),
        excerpt(RunLayout.STATUS),
        excerpt(RunLayout.DIFF),
        program(RunLayout.CLI_INVOCATION).or(() -> program(RunLayout.TOOL_INVOCATION)),
        calls());
  }

  private Optional<Excerpt> excerpt(String name) {
    return excerpt(name, most);
  }

  private Optional<Excerpt> excerpt(String name, int longest) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (Reader reader = reader(file)) {
      char[] text = new char[longest + 1];
      int length = 0;
      for (int read = 0; read >= 0 && length < text.length; length += Math.max(read, 0)) {
        read = reader.read(text, length, text.length - length);
      }
      return length == 0
          ? Optional.empty()
          : Optional.of(
              new Excerpt(new String(text, 0, Math.min(length, longest)), length <= longest, file));
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private static BufferedReader reader(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            Files.newInputStream(file),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)));
  }

  private static AttractorException cannotRead(Path file, IOException e) {
    return AttractorException.machine(
        "cannot read %s: %s".formatted(file, AtomicFile.describe(e)), "", e);
  }

  private Optional<Program> program(String name) {
    return excerpt(name, LONGEST_JSON)
        .map(found -> json(found.text()))
        .filter(JsonNode::isObject)
        .map(json -> {
          List<String> argv = new ArrayList<>();
          json.path("argv").forEach(word -> argv.add(word.asString("")));
          String executable = json.path("executable").asString("");
          if (!executable.isEmpty()) {
            argv.addFirst(executable);
          }
          JsonNode exit = json.path("exit_code");
          return new Program(
              json.path("provider").asString(""),
              json.path("model").asString(""),
              argv,
              exit.isInt() ? OptionalInt.of(exit.asInt()) : OptionalInt.empty(),
              json.path("ended_by_attractor").asString(json.path("not_started").asString("")));
        });
  }

  private List<ToolCall> calls() {
    Path file = folder.resolve(RunLayout.EVENTS);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    Map<String, ToolCall> calls = new LinkedHashMap<>();
    try (BufferedReader reader = reader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode event = json(line);
        String id = event.path("id").asString("");
        switch (event.path("type").asString("")) {
          case "tool_call" -> {
            if (calls.size() < MOST_CALLS) {
              calls.put(
                  id.isEmpty() ? "call " + calls.size() : id,
                  new ToolCall(
                      event.path("tool").asString(""),
                      event.path("input").asString(""),
                      Optional.empty()));
            }
          }
          case "tool_result" ->
              calls.computeIfPresent(
                  id,
                  (_, call) ->
                      new ToolCall(
                          call.tool(),
                          call.input(),
                          Optional.of(event.path("failed").asBoolean(false))));
          default -> {
            // other events are no calls
          }
        }
      }
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
    return List.copyOf(calls.values());
  }

  private static JsonNode json(String text) {
    try {
      return Json.LINE.readTree(text);
    } catch (JacksonException e) {
      return MissingNode.getInstance(); // not what the program writes there
    }
  }
}
