package dev.attractor.cli;

import dagger.Module;
import dagger.Provides;
import dev.attractor.ports.time.Jitter;
import dev.attractor.ports.time.RunIds;
import dev.attractor.ports.time.Sleeper;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/** Binds chance and pauses to those of the machine. */
@Module
final class SystemModule {
  private SystemModule() {}

  @Provides
  static Sleeper sleeper() {
    return (pause, cancellation) -> cancellation.await(pause);
  }

  @Provides
  static Jitter jitter() {
    return () -> ThreadLocalRandom.current().nextDouble();
  }

  @Provides
  static RunIds runIds(InstantSource clock) {
    return new Ulids(clock, new SecureRandom());
  }
}
