package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Removes a folder that is ours with all that is in it. Builds leave folders that nobody may write
 * to; links are removed, not followed.
 */
final class TreeRemoval extends SimpleFileVisitor<Path> {
  private static final Set<PosixFilePermission> OPEN =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private TreeRemoval() {}

  /** Removes it; nothing when there is none. */
  static void of(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new TreeRemoval());
    } catch (FileSystemException e) {
      if (!String.valueOf(e.getReason()).contains("too long")) {
        throw e;
      }
      removeDeep(folder);
    }
  }

  /** Folders may be nested deeper than a path can tell; from one to the next there is a way. */
  private static void removeDeep(Path folder) throws IOException {
    try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
      if (!(content instanceof SecureDirectoryStream<Path> entries)) {
        throw new FileSystemException(folder.toString(), null, "it is nested too deeply");
      }
      empty(entries);
    }
    Files.delete(folder);
  }

  private static void empty(SecureDirectoryStream<Path> folder) throws IOException {
    for (Path entry : folder) {
      Path name = entry.getFileName();
      PosixFileAttributeView view =
          folder.getFileAttributeView(
              name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (!view.readAttributes().isDirectory()) {
        folder.deleteFile(name);
        continue;
      }
      view.setPermissions(OPEN);
      try (SecureDirectoryStream<Path> inner =
          folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        empty(inner);
      }
      folder.deleteDirectory(name);
    }
  }

  /** Lets its owner into each folder of a tree. */
  static void open(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes)
              throws IOException {
            unlock(entered);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path shut, IOException e) throws IOException {
            return reopened(shut, e, this);
          }
        });
  }

  private static void unlock(Path folder) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
    if (!rights.containsAll(OPEN)) {
      rights.addAll(OPEN);
      Files.setPosixFilePermissions(folder, rights);
    }
  }

  /** A folder that cannot be read is opened and visited after all. */
  private static FileVisitResult reopened(Path shut, IOException e, SimpleFileVisitor<Path> visitor)
      throws IOException {
    if (!Files.isDirectory(shut, LinkOption.NOFOLLOW_LINKS)
        || Files.getPosixFilePermissions(shut).containsAll(OPEN)) {
      throw e;
    }
    unlock(shut);
    Files.walkFileTree(shut, visitor);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    unlock(folder);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path shut, IOException e) throws IOException {
    return Files.notExists(shut, LinkOption.NOFOLLOW_LINKS)
        ? FileVisitResult.CONTINUE
        : reopened(shut, e, this);
  }

  @Override
  public FileVisitResult postVisitDirectory(
      Path folder, java.io.@org.jspecify.annotations.Nullable IOException e) throws IOException {
    if (e != null) {
      throw e;
    }
    Files.deleteIfExists(folder);
    return FileVisitResult.CONTINUE;
  }
}
