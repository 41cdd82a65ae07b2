package dev.attractor.git.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Git reads files of its own among the others, and opens them whatever they are: where one is a
 * named pipe without another end, it would wait for ever.
 */
final class WaitsAtPipe extends IOException {
  private static final long serialVersionUID = 1;

  /** What Linux calls it. */
  private static final String WAITING = "wait_for_partner";

  private static final Set<String> OF_GIT =
      Set.of(".gitignore", ".gitattributes", ".gitmodules", ".mailmap");

  WaitsAtPipe(List<String> arguments) {
    super(
        "git %s waits at a named pipe: a file of its own, such as .gitignore, is one"
            .formatted(String.join(" ", arguments)));
  }

  /** Returns whether a program waits so now; no where the system does not tell. */
  static boolean is(Process process) {
    Path told = Path.of("/proc", Long.toString(process.pid()), "wchan");
    try {
      return Files.isReadable(told) && Files.readString(told).strip().equals(WAITING);
    } catch (IOException e) {
      return false; // it has just ended
    }
  }

  /** Removes such pipes, which hold nothing, from a work tree; returns where they were. */
  static List<Path> removeFrom(Path folder) throws IOException {
    List<Path> removed = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isOther() && OF_GIT.contains(file.getFileName().toString())) {
              Files.delete(file);
              removed.add(folder.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path shut, IOException e) {
            return FileVisitResult.CONTINUE; // what cannot be read git does not read either
          }
        });
    return removed;
  }
}
