package dev.attractor.git.workspace;

import dev.attractor.ports.AttractorException;
import java.io.IOException;

/** Turns what git said into a message that says what to do. */
final class Trouble {
  private Trouble() {}

  /** Returns what cannot be done and why; the run can be resumed. */
  static AttractorException with(String what, IOException e) {
    String said = String.valueOf(e.getMessage());
    return AttractorException.machine(what + ": " + said, cure(said), e);
  }

  private static String cure(String said) {
    if (said.contains("No space left") || said.contains("quota exceeded")) {
      return "make room, then resume the run";
    }
    if (said.contains(".lock")) {
      return "wait for the git program that works there, or remove its lock, then resume the run";
    }
    return "put right what git names, then resume the run";
  }
}
