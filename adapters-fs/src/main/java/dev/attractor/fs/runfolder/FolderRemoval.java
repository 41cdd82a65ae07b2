package dev.attractor.fs.runfolder;

import dev.attractor.fs.file.AtomicFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes the folder of a run with all that is in it, and goes on past what cannot be removed.
 * Links are removed, not followed; folders that a build has left shut are opened.
 */
final class FolderRemoval extends SimpleFileVisitor<Path> {
  private static final Set<PosixFilePermission> OPEN =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final List<String> left = new ArrayList<>();

  private FolderRemoval() {}

  /** Removes it and returns what is left, each with the reason. */
  static List<String> of(Path folder) {
    FolderRemoval removal = new FolderRemoval();
    removal.visit(folder);
    return List.copyOf(removal.left);
  }

  private void visit(Path folder) {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        open(folder);
        Files.walkFileTree(folder, this);
      }
    } catch (IOException e) {
      keep(folder, e);
    }
  }

  private void keep(Path path, IOException why) {
    left.add(path + ": " + AtomicFile.describe(why));
  }

  private static void open(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
      if (rights.addAll(OPEN)) {
        Files.setPosixFilePermissions(folder, rights);
      }
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    open(folder);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    remove(file);
    return FileVisitResult.CONTINUE;
  }

  /** A folder that could not be entered is opened and entered after all, once. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    boolean shut =
        Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
            && !Files.getPosixFilePermissions(file).containsAll(OPEN);
    if (shut) {
      visit(file);
    } else {
      keep(file, e);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
    remove(folder);
    return FileVisitResult.CONTINUE;
  }

  private void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      keep(path, e);
    }
  }
}
