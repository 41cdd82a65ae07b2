package dev.attractor.cli.terminal;

import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** A file that a person has named for what a command makes. */
public record OutputFile(Path path) {
  /** Returns what its name ends with behind the last dot, in small letters. */
  public String ending() {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /**
   * Writes all of it, over what was there. Who looks at the file meanwhile sees the old one; a
   * device is written at once.
   *
   * @throws AttractorException when it cannot be written
   */
  public void write(byte[] content) {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        Files.write(path, content);
        return;
      }
      Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
      Files.write(temporary, content);
      Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw AttractorException.usage(
          "cannot write %s: %s".formatted(path, e.getMessage()), "choose another file");
    }
  }
}
