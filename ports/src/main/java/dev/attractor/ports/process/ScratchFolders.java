package dev.attractor.ports.process;

import java.nio.file.Path;
import java.util.Optional;

/** Folders for what is needed for a moment. */
@FunctionalInterface
public interface ScratchFolders {
  /**
   * Makes an empty folder.
   *
   * @throws dev.attractor.ports.AttractorException when there is no place for it
   */
  Scratch make();

  /** A folder that goes with all that is in it when it is closed. */
  interface Scratch extends AutoCloseable {
    /** Returns the folder. */
    Path path();

    /**
     * Returns the text of a file in it, which others may have written; empty when it is not there,
     * is no regular file, or holds no text.
     */
    Optional<String> read(String name);

    @Override
    void close();
  }
}
