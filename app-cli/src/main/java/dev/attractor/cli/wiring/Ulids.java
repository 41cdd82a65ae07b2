package dev.attractor.cli.wiring;

import dev.attractor.domain.run.RunId;
import dev.attractor.ports.time.RunIds;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** ULIDs: 48 bits of time and 80 of chance in Crockford's base 32, so that ids sort by time. */
final class Ulids implements RunIds {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private final InstantSource clock;
  private final Supplier<? extends RandomGenerator> chance;

  /**
   * Makes them.
   *
   * @param chance asked for each id: most commands make none, and it takes its time to begin
   */
  Ulids(InstantSource clock, Supplier<? extends RandomGenerator> chance) {
    this.clock = clock;
    this.chance = chance;
  }

  @Override
  public RunId next() {
    StringBuilder id = new StringBuilder(26);
    RandomGenerator random = chance.get();
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
