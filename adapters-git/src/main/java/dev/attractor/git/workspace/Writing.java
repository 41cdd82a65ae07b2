package dev.attractor.git.workspace;

import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.ObjectWritingException;

/**
 * Writes objects and has something lead to them, while others prune: they may take away the folder
 * that an object is just put into, and the object itself, as long as nothing led to it when they
 * began to look.
 *
 * @param <T> what was written
 */
interface Writing<T> {
  /** Tries before the disk is held to be the trouble, or the object to be gone for good. */
  int TRIES = 20;

  /**
   * Writes once.
   *
   * @throws MissingObjectException when something of it is not there any more
   */
  T once() throws IOException;

  /** What makes another try better than the last. */
  interface Cure {
    /** Brings back what was pruned. */
    void apply() throws IOException;
  }

  /** Writes, again where it must. */
  static <T> T of(Writing<T> writing) throws IOException {
    return of(writing, () -> {});
  }

  /** Writes, again where it must, and each time after a cure. */
  static <T> T of(Writing<T> writing, Cure cure) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return writing.once();
      } catch (ObjectWritingException | MissingObjectException e) {
        if (tries == TRIES) {
          throw e;
        }
        cure.apply();
      }
    }
  }
}
