package dev.attractor.cli.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What runs have written down. */
public final class JournalFiles {
  private JournalFiles() {}

  /** Returns the lines of the journal in a folder. */
  public static List<JsonNode> of(Path logs) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(logs.resolve("progress.ndjson"))) {
      lines.add(JsonMapper.shared().readTree(line));
    }
    return lines;
  }

  /** Returns the folders of a run and of all runs inside it. */
  public static List<Path> folders(Path logs) throws IOException {
    try (Stream<Path> walk = Files.walk(logs)) {
      return walk.filter(file -> file.endsWith("progress.ndjson")).map(Path::getParent).toList();
    }
  }

  /** Counts the lines of a run and of all runs inside it. */
  public static int lines(Path logs) throws IOException {
    int lines = 0;
    for (Path journal : folders(logs)) {
      lines += of(journal).size();
    }
    return lines;
  }

  /** Returns the lines of one kind. */
  public static List<JsonNode> events(Path logs, String name) throws IOException {
    return of(logs).stream().filter(e -> e.path("event").asString().equals(name)).toList();
  }
}
