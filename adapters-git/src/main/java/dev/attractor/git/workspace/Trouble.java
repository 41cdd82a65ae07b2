package dev.attractor.git.workspace;

import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Turns what git said into a message that says what to do. */
final class Trouble {
  /** What git and the system say when a disk is full. */
  private static final List<String> NO_ROOM =
      List.of("No space left on device", "Disk quota exceeded", "Out of diskspace");

  /** Bytes. With less room than this it is the disk, whatever git says. */
  private static final long LEAST_ROOM = 64 * 1024;

  /** Returns whether git was kept from something by a full disk. */
  static boolean isWantOfRoom(String said) {
    return NO_ROOM.stream().anyMatch(said::contains);
  }

  private Trouble() {}

  /**
   * Returns what cannot be done and why; the run can be resumed.
   *
   * @param place where it was to be done
   */
  static AttractorException with(String what, Path place, IOException e) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof Locks.Held) {
      return AttractorException.busy(
          "%s, since another git program holds a lock: %s".formatted(what, said),
          "wait for that program to end, or remove the lock if there is none, then resume the run",
          e);
    }
    return isWantOfRoom(said) || room(place) < LEAST_ROOM
        ? AttractorException.machine(
            what + ": the disk is full: " + said, "make room, then resume the run", e)
        : AttractorException.machine(
            what + ": " + said, "put right what git names, then resume the run", e);
  }

  private static long room(Path place) {
    Path there = place.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toFile().getUsableSpace();
  }
}
