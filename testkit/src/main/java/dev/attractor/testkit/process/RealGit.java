package dev.attractor.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real git, the judge of what was written. It reads no settings of whoever runs the tests.
 *
 * @since 0.1
 */
public final class RealGit {
  private static final Map<String, String> NO_SETTINGS =
      Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1");

  private RealGit() {}

  /**
   * Runs git in a folder and returns all it printed, stripped.
   *
   * @throws AssertionError when it does not end well
   */
  public static String git(Path folder, String... args) {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "user.name=Tester", "-c", "user.email=t@example.org"));
    argv.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(NO_SETTINGS);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError(argv + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
