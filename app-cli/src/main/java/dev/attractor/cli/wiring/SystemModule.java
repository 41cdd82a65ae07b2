package dev.attractor.cli.wiring;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.people.Tokens;
import dev.attractor.ports.time.Jitter;
import dev.attractor.ports.time.MonotonicClock;
import dev.attractor.ports.time.RunIds;
import dev.attractor.ports.time.Sleeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Binds random numbers, pauses and ids to those of this machine. */
@Module
final class SystemModule {
  private static final int TOKEN_BYTES = 16;

  private SystemModule() {}

  @Provides
  static Sleeper sleeper() {
    return (pause, cancellation) -> cancellation.await(pause);
  }

  @Provides
  static MonotonicClock monotonicClock() {
    long begin = System.nanoTime();
    return () -> Duration.ofNanos(System.nanoTime() - begin);
  }

  @Provides
  static Jitter jitter() {
    return () -> ThreadLocalRandom.current().nextDouble();
  }

  @Provides
  static RunIds runIds(InstantSource clock) {
    return new Ulids(clock, SecureRandom::new);
  }

  @Provides
  static Tokens tokens() {
    return () -> {
      byte[] bytes = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    };
  }
}
