package dev.attractor.ports.process;

import java.nio.file.Path;

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

    @Override
    void close();
  }
}
