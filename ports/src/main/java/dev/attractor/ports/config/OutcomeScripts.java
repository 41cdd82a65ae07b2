package dev.attractor.ports.config;

import dev.attractor.domain.simulate.OutcomeScript;
import java.nio.file.Path;

/** Invented outcomes in files. */
@FunctionalInterface
public interface OutcomeScripts {
  /**
   * Reads a YAML or JSON file that maps node ids to lists of outcomes: words, or objects with the
   * fields of a status file. Of a fan-out over a list it may say {@code {items: […]}}.
   *
   * @throws dev.attractor.ports.AttractorException when it is missing or wrong
   */
  OutcomeScript read(Path file);
}
