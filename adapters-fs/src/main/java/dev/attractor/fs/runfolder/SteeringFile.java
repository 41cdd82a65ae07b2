package dev.attractor.fs.runfolder;

import dev.attractor.domain.run.Instruction;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.FromOutside;
import dev.attractor.fs.file.Json;
import dev.attractor.fs.file.OwnFiles;
import dev.attractor.fs.journal.InstructionJson;
import dev.attractor.ports.AttractorException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code steering.ndjson}: what the agents of a run are told while it goes on, one line each. Any
 * program may add lines, and a line that is no JSON is a text that is said: nothing is dropped.
 */
final class SteeringFile {
  private final Path file;

  SteeringFile(Path file) {
    this.file = file;
  }

  /** Returns what is said, oldest first; a line without an end is still being written. */
  List<Instruction> instructions() {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    String text =
        FromOutside.read(
            this::text,
            (why, e) ->
                AttractorException.machine(
                    "cannot read %s: %s".formatted(file, why),
                    "remove the file, then resume the run, and tell it again",
                    e));
    List<Instruction> said = new ArrayList<>();
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    int number = 0;
    for (String line : whole.split("\n", -1)) {
      number++;
      if (!line.isBlank()) {
        said.add(instruction(number, line));
      }
    }
    return said;
  }

  /** What is no UTF-8 is read as far as it is: a stage may have written there. */
  private String text() throws IOException {
    try {
      return FromOutside.text(file);
    } catch (CharacterCodingException e) {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
  }

  private static Instruction instruction(int number, String line) {
    try {
      return InstructionJson.read(Json.LINE.readTree(line));
    } catch (JacksonException | IllegalArgumentException e) {
      return new Instruction("line-" + number, Instruction.PERSON, Optional.empty(), line);
    }
  }

  /** Adds a line; nothing when that was said already. It is on the disk when this returns. */
  void tell(Instruction instruction) {
    if (instructions().stream().anyMatch(said -> said.id().equals(instruction.id()))) {
      return;
    }
    ObjectNode json = Json.LINE.createObjectNode();
    InstructionJson.write(json, instruction);
    try (FileOutputStream out = OwnFiles.append(file)) {
      String line = (endsInTheMiddle() ? "\n" : "") + Json.LINE.writeValueAsString(json) + "\n";
      out.write(line.getBytes(StandardCharsets.UTF_8)); // one call: others may write, too
      out.getFD().sync();
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  private boolean endsInTheMiddle() throws IOException {
    String text = text();
    return !text.isEmpty() && !text.endsWith("\n");
  }
}
