package dev.attractor.git.workspace;

import java.io.IOException;
import org.eclipse.jgit.errors.ObjectWritingException;
import org.eclipse.jgit.lib.ObjectId;

/** Writes objects while others prune, who may take the folder away that one is just put into. */
interface Writing {
  /** Tries before the disk is held to be the trouble. */
  int TRIES = 5;

  /** Writes once. */
  ObjectId once() throws IOException;

  /** Writes, again where it must. */
  static ObjectId of(Writing writing) throws IOException {
    for (int i = 1; i < TRIES; i++) {
      try {
        return writing.once();
      } catch (ObjectWritingException e) {
        Thread.yield(); // whoever prunes is past that folder in a moment
      }
    }
    return writing.once();
  }
}
