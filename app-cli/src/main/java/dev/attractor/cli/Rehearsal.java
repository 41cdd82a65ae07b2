package dev.attractor.cli;

import dev.attractor.cli.wiring.LaunchedLocale;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.Cancellation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Several commands one after the other, for Java to learn from what they need. */
final class Rehearsal {
  private static final String NEXT = ",";

  private Rehearsal() {}

  /** Runs commands with a comma between them, until one fails, and ends with its exit code. */
  public static void main(String[] words) {
    List<String> command = new ArrayList<>();
    for (String word : words) {
      if (!word.equals(NEXT)) {
        command.add(word);
        continue;
      }
      int code = run(command);
      if (code != 0) {
        System.exit(code);
      }
      command.clear();
    }
    Main.main(command.toArray(String[]::new));
  }

  private static int run(List<String> command) {
    return Main.run(
        System.out,
        System.err,
        System.in,
        new HostEnvironment(
            LaunchedLocale.asItWas(System.getenv()),
            Path.of(System.getProperty("user.home")),
            Path.of("").toAbsolutePath()),
        InstantSource.system(),
        new Cancellation(),
        command.toArray(String[]::new));
  }
}
