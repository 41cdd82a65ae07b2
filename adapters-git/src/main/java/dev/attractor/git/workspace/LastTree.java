package dev.attractor.git.workspace;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The tree of an index that git has written last. A stage that changes no file leaves the same
 * index behind, whose tree git need not be asked for again: the last bytes of an index are a
 * checksum of all before them.
 */
final class LastTree {
  /** An index, by its checksum, and its tree. */
  private record Written(ObjectId index, ObjectId tree) {}

  private final Path index;
  private Optional<Written> last = Optional.empty();

  LastTree(Path index) {
    this.index = index;
  }

  /**
   * Returns the tree of the index as it is now. Whether it is still there is not looked at.
   *
   * @param written has git write it
   */
  synchronized ObjectId or(Writing<ObjectId> written) throws IOException {
    Optional<ObjectId> now = checksum();
    if (last.isPresent() && now.equals(Optional.of(last.get().index))) {
      return last.get().tree;
    }
    ObjectId tree = written.once(); // which adds to the index what it has written
    last = now.map(checksum -> new Written(checksum, tree));
    return tree;
  }

  /** Has git asked the next time: what it has written may be gone. */
  synchronized void forget() {
    last = Optional.empty();
  }

  /** Returns the checksum; empty when git was told to leave it out, or has made no index yet. */
  private Optional<ObjectId> checksum() throws IOException {
    if (Files.notExists(index)) {
      return Optional.empty();
    }
    byte[] bytes = new byte[Constants.OBJECT_ID_LENGTH];
    try (RandomAccessFile file = new RandomAccessFile(index.toFile(), "r")) {
      if (file.length() < bytes.length) {
        return Optional.empty();
      }
      file.seek(file.length() - bytes.length);
      file.readFully(bytes);
    }
    return Optional.of(ObjectId.fromRaw(bytes)).filter(id -> !id.equals(ObjectId.zeroId()));
  }
}
