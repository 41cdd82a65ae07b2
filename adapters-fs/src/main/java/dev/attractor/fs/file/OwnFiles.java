package dev.attractor.fs.file;

import dev.attractor.ports.AttractorException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and folders that belong to the person alone, whatever the umask is: what agents say and
 * what people answer is nobody else's. Where the file system knows no rights, they are as it makes
 * them.
 */
public final class OwnFiles {
  private OwnFiles() {}

  /** Makes a folder and those around it that are not there; all are on the disk then. */
  public static Path folder(Path folder) throws IOException {
    Path whole = folder.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      return folder;
    }
    Path parent = whole.getParent();
    if (parent != null) {
      folder(parent);
      try {
        Files.createDirectory(whole, rights(parent, "rwx------"));
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(whole)) {
          throw e;
        }
      }
      sync(parent);
    }
    return folder;
  }

  /** Takes the rights on a folder away from everybody else. */
  public static void close(Path folder) throws IOException {
    if (knowsRights(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /**
   * Makes a new file.
   *
   * @throws FileAlreadyExistsException when there is anything of that name, were it a dead link
   */
  public static Path create(Path file) throws IOException {
    return Files.createFile(file, rights(file.toAbsolutePath().resolveSibling(""), "rw-------"));
  }

  /** Makes an empty file in the place of what is there; a link goes, and what it leads to stays. */
  public static FileOutputStream createAnew(Path file) throws IOException {
    Files.deleteIfExists(file);
    return new FileOutputStream(create(file).toFile());
  }

  /** Opens a file to write at its end; makes it, on the disk, when it is not there. */
  public static FileOutputStream append(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      try {
        create(file);
        sync(file.toAbsolutePath().resolveSibling(""));
      } catch (FileAlreadyExistsException _) {
        // somebody else has made it just now; what it is, is looked at below
      }
    }
    mustBeNoLink(file);
    FromOutside.mustBeFile(file);
    return new FileOutputStream(file.toFile(), true);
  }

  /** Makes sure that no link leads from a folder of ours to what lies below it. */
  public static Path within(Path root, Path inner) {
    mustBeNoLink(inner);
    for (Path at = inner.getParent();
        at != null && at.startsWith(root) && !at.equals(root);
        at = at.getParent()) {
      mustBeNoLink(at);
    }
    return inner;
  }

  /**
   * Makes sure that a path is no link itself.
   *
   * @throws AttractorException when it is one
   */
  public static void mustBeNoLink(Path path) {
    if (Files.isSymbolicLink(path)) {
      throw AttractorException.machine(
          "%s is a symbolic link, and nothing is written through it".formatted(path),
          "a stage may have put it there; remove it, then resume the run");
    }
  }

  /**
   * Has the names in a folder on the disk: a file that was made or renamed is lost without them.
   */
  static void sync(Path folder) throws IOException {
    if (!knowsRights(folder)) {
      return; // such systems do not open folders
    }
    boolean interrupted = false;
    while (true) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
        break;
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted(); // the channel of an interrupted thread is closed
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static FileAttribute<?>[] rights(Path folder, String rights) {
    return knowsRights(folder)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean knowsRights(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
