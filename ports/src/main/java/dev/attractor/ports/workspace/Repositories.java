package dev.attractor.ports.workspace;

import java.nio.file.Path;

/** Finds repositories. */
public interface Repositories {
  /**
   * Opens the repository that a folder lies in.
   *
   * @throws dev.attractor.ports.AttractorException when there is none, it has no commit or no work
   *     tree
   */
  GitRepository open(Path folder);

  /**
   * Returns which git works here, for people.
   *
   * @throws dev.attractor.ports.AttractorException when there is none, or one that is too old
   */
  String program();
}
