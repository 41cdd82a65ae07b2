package dev.attractor.ports.release;

import java.net.URI;
import java.time.Duration;

/** Tells what was released. */
public interface ReleaseSource {
  /**
   * Returns the newest version.
   *
   * @param location of a text with that version in its first line
   * @throws dev.attractor.ports.AttractorException when it cannot be had within the time, or is no
   *     version
   */
  ProgramVersion newest(URI location, Duration timeout);
}
