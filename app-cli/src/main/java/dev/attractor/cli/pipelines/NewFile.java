package dev.attractor.cli.pipelines;

import dev.attractor.cli.terminal.Terminal;
import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command makes for a person, and that is never written over another one.
 *
 * @param path as the person named it
 */
record NewFile(Terminal terminal, Path path) {
  /** Returns whether there is something of that name, if only a link that leads nowhere. */
  boolean isThere() {
    return Files.exists(terminal.here(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether the folder is there that it would lie in. */
  boolean hasFolder() {
    Path folder = terminal.here(path).getParent();
    return folder != null && Files.isDirectory(folder);
  }

  /**
   * Writes it, and returns whether it was not there before; one that was there stays.
   *
   * @throws AttractorException when it cannot be written
   */
  boolean write(String text) {
    try {
      Files.writeString(terminal.here(path), text, StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException _) {
      return false;
    } catch (NoSuchFileException _) {
      throw noFolder();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Tries whether it could be written, and leaves nothing.
   *
   * @throws AttractorException when it could not
   */
  void tryOut() {
    if (write("")) {
      try {
        Files.delete(terminal.here(path));
      } catch (IOException e) {
        throw cannotWrite(e);
      }
    }
  }

  private AttractorException cannotWrite(IOException e) {
    return AttractorException.usage(
        "cannot write %s: %s".formatted(path, e.getMessage()), "choose another file with -o");
  }

  /** Returns the complaint that it would be written over another one. */
  AttractorException taken(String hint) {
    return AttractorException.usage(
        "%s is there already, and stays as it is".formatted(path), hint);
  }

  /** Returns the complaint that there is no place for it. */
  AttractorException noFolder() {
    return AttractorException.usage(
        "the folder of %s is not there".formatted(path), "make it, or choose another file");
  }
}
