package dev.attractor.ports.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What programs told about themselves. It holds only until the file of a program changes. */
public interface ProbeMemory {
  /** Returns what the program printed when it was last asked with these arguments. */
  Optional<String> recall(Path program, List<String> arguments);

  /** Keeps what the program printed. Where that cannot be written, it is asked again next time. */
  void keep(Path program, List<String> arguments, String text);
}
