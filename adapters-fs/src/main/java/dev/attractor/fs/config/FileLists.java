package dev.attractor.fs.config;

import dev.attractor.domain.parallel.Items;
import dev.attractor.fs.file.AtomicFile;
import dev.attractor.fs.file.ItemsJson;
import dev.attractor.ports.stage.Lists;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Lists in texts and in files that stages have written. */
public final class FileLists implements Lists {
  /** Bytes. */
  private static final long LARGEST = 16 << 20;

  @Override
  public Items in(String text) {
    return ItemsJson.of(text);
  }

  @Override
  public Items inFile(Path worktree, String path) {
    try {
      Path root = worktree.toRealPath();
      Path file = root.resolve(path).toRealPath();
      if (!file.startsWith(root)) {
        return new Items.Unusable("it does not lie in the work tree");
      }
      if (!Files.isRegularFile(file)) {
        return new Items.Unusable("it is no regular file");
      }
      if (Files.size(file) > LARGEST) {
        return new Items.Unusable("it is larger than %d bytes".formatted(LARGEST));
      }
      return ItemsJson.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Items.Unusable("it cannot be read: " + AtomicFile.describe(e));
    } catch (InvalidPathException e) {
      return new Items.Unusable("it is no path: " + e.getReason());
    }
  }
}
