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
    for (int tries = 1; ; tries++) {
      try {
        return writing.once();
      } catch (ObjectWritingException e) {
        if (tries == TRIES) { // whoever prunes is past that folder by now
          throw e;
        }
      }
    }
  }
}
