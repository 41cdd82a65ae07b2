package dev.attractor.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real git, the judge of what was written. */
final class GitCommand {
  private GitCommand() {}

  /** Runs git in a folder; it must end well. Returns all it printed. */
  static String git(Path folder, String... args) {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "user.name=Tester", "-c", "user.email=t@example.org"));
    argv.addAll(List.of(args));
    try {
      Process process =
          new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError(argv + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
