package dev.attractor.ports.usecase;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run is to be resumed.
 *
 * @param repository where its repository is now, when somebody says so: that wins
 * @param around a folder whose repository is tried where the one that the run knows is gone
 * @param trust decides about a run that did not begin here
 */
public record ResumeRequest(Optional<Path> repository, Optional<Path> around, Trust trust) {
  /** Whether what a run would do is agreed to. */
  @FunctionalInterface
  public interface Trust {
    /** Asks nobody and agrees to nothing. */
    Trust NONE = _ -> false;

    /** Returns whether a run that did not begin here may go on. */
    boolean grants(ForeignRun run);
  }

  /** Goes on where the run was, and with no run from elsewhere. */
  public static final ResumeRequest USUAL =
      new ResumeRequest(Optional.empty(), Optional.empty(), Trust.NONE);
}
