package dev.attractor.testkit.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A program that is played by a shell script. Another process writes it: the system runs no file
 * that somebody has open to write ("Text file busy"), and whatever this Java machine starts
 * meanwhile would for a moment share what is open here.
 *
 * @since 0.1
 */
public final class ShellScript {
  private ShellScript() {}

  /**
   * Writes a script that can be run.
   *
   * @return the file
   * @throws IOException when it cannot be written
   */
  public static Path write(Path file, String text) throws IOException {
    Process writer =
        new ProcessBuilder("/bin/sh", "-c", "cat >\"$1\" && chmod +x \"$1\"", "sh", file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream stdin = writer.getOutputStream()) {
      stdin.write(text.getBytes(StandardCharsets.UTF_8));
    }
    try {
      if (writer.waitFor() != 0) {
        throw new IOException("cannot write " + file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + file + " is written", e);
    }
    return file;
  }
}
