package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * A repository that several people write to ({@code core.sharedRepository}). Git opens to them what
 * it makes; what JGit makes is opened here.
 *
 * @param common what all checkouts share
 * @param rights what others may do with files, as bits of a mode; 0 when nobody shares it
 */
record Sharing(Path common, int rights) {
  private static final int OF_THE_GROUP = 0060;
  private static final int OF_ALL = 0064;
  private static final int OF_ANYBODY_ELSE = 0066;
  private static final int READING = 0044;
  private static final int MODE = 07777;
  private static final String ATTRIBUTE = "unix:mode";

  static Sharing of(Repository repository) {
    String value = repository.getConfig().getString("core", null, "sharedRepository");
    return new Sharing(
        repository.getCommonDirectory().toPath(),
        rights(value == null ? "" : value.toLowerCase(Locale.ROOT)));
  }

  private static int rights(String value) {
    return switch (value) {
      case "group", "true", "1" -> OF_THE_GROUP;
      case "all", "world", "everybody", "2" -> OF_ALL;
      default -> value.matches("0[0-7]{3}") ? Integer.parseInt(value, 8) & OF_ANYBODY_ELSE : 0;
    };
  }

  /** Opens a ref, what tells of its changes, and the folders of objects, as git would have. */
  void open(String ref) throws IOException {
    if (rights == 0) {
      return;
    }
    openWithFolders(common.resolve(ref));
    openWithFolders(common.resolve("logs").resolve(ref));
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(common.resolve(Constants.OBJECTS), "[0-9a-f][0-9a-f]")) {
      for (Path folder : folders) {
        open(folder);
      }
    }
  }

  /** Opens objects, as git would have, whatever the umask; those that are packed are git's. */
  void open(List<ObjectId> objects) throws IOException {
    for (ObjectId object : rights == 0 ? List.<ObjectId>of() : objects) {
      String name = object.name();
      Path file =
          common
              .resolve(Constants.OBJECTS)
              .resolve(name.substring(0, 2))
              .resolve(name.substring(2));
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        int now = (int) Files.getAttribute(file, ATTRIBUTE, LinkOption.NOFOLLOW_LINKS) & MODE;
        int wanted = now | (rights & READING); // nobody writes to an object
        if (wanted != now && isOwn(file)) {
          Files.setAttribute(file, ATTRIBUTE, wanted);
        }
      }
    }
  }

  private void openWithFolders(Path file) throws IOException {
    Path path = file;
    while (path != null && !path.equals(common)) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) { // others may have packed the ref
        open(path);
      }
      path = path.getParent();
    }
  }

  /** Whoever may read a folder may enter it. What somebody else has made is theirs to open. */
  private void open(Path path) throws IOException {
    int now = (int) Files.getAttribute(path, ATTRIBUTE, LinkOption.NOFOLLOW_LINKS) & MODE;
    boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    int wanted = now | rights | (isFolder ? (rights & READING) >> 2 : 0);
    if (wanted != now && isOwn(path)) {
      Files.setAttribute(path, ATTRIBUTE, wanted);
    }
  }

  private static boolean isOwn(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        .getName()
        .equals(System.getProperty("user.name"));
  }
}
