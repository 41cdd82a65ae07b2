package dev.attractor.providers.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attractor.domain.agent.AgentEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the real programs printed; where there are no recordings a test says so and is skipped. */
public final class Captures {
  private static final Path FOLDER = Path.of("../../shared/cli-captures");

  private Captures() {}

  /** Replays what a program printed, errors first, and returns what it told. */
  public static List<AgentEvent> replay(String program, String name, AgentStream stream)
      throws IOException {
    Path folder = FOLDER.resolve(program).resolve(name);
    assumeTrue(Files.exists(folder), "there are no recordings of " + program + " here");
    List<AgentEvent> events = new ArrayList<>();
    Files.readAllLines(folder.resolve("stderr.txt"))
        .forEach(line -> events.addAll(stream.errorLine(line)));
    Files.readAllLines(folder.resolve("stdout.ndjson"))
        .forEach(line -> events.addAll(stream.line(line)));
    return events;
  }
}
