package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * A repository that several people write to ({@code core.sharedRepository}). Git opens to them what
 * it makes; what JGit makes is opened here.
 *
 * @param common what all checkouts share
 * @param rights what others may do with files; empty when nobody shares the repository
 */
record Sharing(Path common, Set<PosixFilePermission> rights) {
  static Sharing of(Repository repository) {
    String value = repository.getConfig().getString("core", null, "sharedRepository");
    return new Sharing(
        repository.getCommonDirectory().toPath(),
        rights(value == null ? "" : value.toLowerCase(Locale.ROOT)));
  }

  private static Set<PosixFilePermission> rights(String value) {
    return switch (value) {
      case "group", "true", "1" -> PosixFilePermissions.fromString("---rw----");
      case "all", "world", "everybody", "2" -> PosixFilePermissions.fromString("---rw-r--");
      default ->
          value.matches("0[0-7]{3}") ? ofOthers(Integer.parseInt(value, 8)) : Set.of(); // or umask
    };
  }

  private static Set<PosixFilePermission> ofOthers(int mode) {
    Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's reading on
    for (int bit = 0; bit < all.length; bit++) {
      if (bit > 2 && (mode & (1 << (all.length - 1 - bit))) != 0) {
        rights.add(all[bit]);
      }
    }
    return rights;
  }

  /** Opens a ref, what tells of its changes, and the folders of objects, as git would have. */
  void open(String ref) throws IOException {
    if (rights.isEmpty()) {
      return;
    }
    openWithFolders(common.resolve(ref));
    openWithFolders(common.resolve("logs").resolve(ref));
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(common.resolve(Constants.OBJECTS), "[0-9a-f][0-9a-f]")) {
      for (Path folder : folders) {
        open(folder, true);
      }
    }
  }

  private void openWithFolders(Path file) throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) { // others may have packed it
      open(file, false);
    }
    for (Path folder = file.getParent(); !common.equals(folder); folder = folder.getParent()) {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        open(folder, true);
      }
    }
  }

  private void open(Path path, boolean isFolder) throws IOException {
    Set<PosixFilePermission> now = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> wanted = EnumSet.copyOf(now);
    wanted.addAll(rights);
    if (isFolder) {
      rights.forEach(right -> wanted.add(entering(right)));
    }
    if (!wanted.equals(now) && Files.isWritable(path) && isOwn(path)) {
      setKeepingTheGroup(path, wanted, isFolder);
    }
  }

  /** Whoever may read a folder or write to it may enter it. */
  private static PosixFilePermission entering(PosixFilePermission right) {
    return right.name().startsWith("GROUP")
        ? PosixFilePermission.GROUP_EXECUTE
        : PosixFilePermission.OTHERS_EXECUTE;
  }

  private static boolean isOwn(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        .getName()
        .equals(System.getProperty("user.name"));
  }

  /** What is made in a folder belongs to its group where that is set, and it stays so. */
  private static void setKeepingTheGroup(
      Path path, Set<PosixFilePermission> rights, boolean isFolder) throws IOException {
    int mode = 0;
    for (PosixFilePermission right : rights) {
      mode |= 1 << (PosixFilePermission.values().length - 1 - right.ordinal());
    }
    boolean isOfItsGroup = isFolder && ((int) Files.getAttribute(path, "unix:mode") & 02000) != 0;
    Files.setAttribute(path, "unix:mode", mode | (isOfItsGroup ? 02000 : 0));
  }
}
