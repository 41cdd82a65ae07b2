package dev.attractor.cli.wiring;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.time.RunIds;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** ULIDs: 48 bits of time and 80 of chance in Crockford's base 32, so that ids sort by time. */
final class Ulids implements RunIds {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private final InstantSource clock;
  private final RandomGenerator random;

  Ulids(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public RunId next() {
    StringBuilder id = new StringBuilder(26);
    long millis = clock.millis();
    for (int shift = 45; shift >= 0; shift -= 5) {
      id.append(DIGITS.charAt((int) (millis >>> shift) & 31));
    }
    for (int i = 0; i < 16; i++) {
      id.append(DIGITS.charAt(random.nextInt(32)));
    }
    return new RunId(id.toString());
  }
}
