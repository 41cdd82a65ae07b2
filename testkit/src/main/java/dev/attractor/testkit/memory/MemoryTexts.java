package dev.attractor.testkit.memory;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Text files without a disk, those of a run and of all runs inside it. */
final class MemoryTexts {
  private final Map<Path, String> texts = new TreeMap<>();

  synchronized void write(Path file, String text) {
    texts.put(file, text);
  }

  synchronized void append(Path file, String text) {
    texts.merge(file, text, String::concat);
  }

  /** Returns the text of a file, which is empty when there is none. */
  synchronized String read(Path file) {
    return texts.getOrDefault(file, "");
  }

  /** Returns the files in a folder and in those below it, in the order of their names. */
  synchronized List<Path> below(Path folder) {
    return texts.keySet().stream()
        .filter(file -> file.startsWith(folder))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /**
   * Moves what lies in a folder to another place.
   *
   * @param staying the names in it that are left
   */
  synchronized void move(Path folder, Path target, Set<String> staying) {
    for (Path file : below(folder)) {
      Path inner = folder.relativize(file);
      if (!staying.contains(inner.getName(0).toString())) {
        texts.put(target.resolve(inner), read(file));
        texts.remove(file);
      }
    }
  }
}
