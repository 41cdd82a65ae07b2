package dev.attractor.fs.runfolder;

import dev.attractor.ports.HostEnvironment;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Stores of runs below a folder of the test's own, where the time stands still. */
final class Stores {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-24T10:00:00Z"));

  private Stores() {}

  static FsRunStore in(Path home) {
    return in(home, Map.of());
  }

  static FsRunStore in(Path home, Map<String, String> environment) {
    return new FsRunStore(new HostEnvironment(environment, home, home), NOW);
  }
}
