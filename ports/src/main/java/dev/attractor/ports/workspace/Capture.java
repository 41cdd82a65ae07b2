package dev.attractor.ports.workspace;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the files of a stage were when it ended.
 *
 * @param tree names them in the repository
 * @param changes what they change in the commit that the run knew before; cut off when it is very
 *     long
 * @param warnings what people should know, one sentence each
 * @param trouble why the stage cannot count as a success, such as a file that git does not take;
 *     empty when everything is there
 */
public record Capture(
    String tree, Supplier<String> changes, List<String> warnings, Optional<String> trouble) {
  public Capture {
    warnings = List.copyOf(warnings);
  }

  /** Returns those that an earlier capture named, of which nothing needs to be told again. */
  public static Capture of(String tree, Supplier<String> changes) {
    return new Capture(tree, changes, List.of(), Optional.empty());
  }

  /** Returns what they change; waits for it when it is still being found out. */
  public String patch() {
    return changes.get();
  }
}
