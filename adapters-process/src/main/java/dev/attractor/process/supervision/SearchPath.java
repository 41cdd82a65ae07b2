package dev.attractor.process.supervision;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds programs the way a shell does.
 *
 * @param path folders, separated as in the variable PATH
 */
record SearchPath(String path) {
  private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  /** Returns the program of that name, or the program at that path seen from a folder. */
  Optional<Path> find(String program, Path directory) {
    try {
      if (program.contains("/")) {
        return Optional.of(directory.resolve(program)).filter(SearchPath::isProgram);
      }
      return SEPARATOR
          .splitAsStream(path)
          .filter(folder -> !folder.isEmpty())
          .map(folder -> directory.resolve(folder).resolve(program))
          .filter(SearchPath::isProgram)
          .findFirst();
    } catch (InvalidPathException e) {
      return Optional.empty(); // no file has such a name
    }
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
