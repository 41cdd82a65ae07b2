package dev.attractor.ports.config;

import java.time.Duration;
import java.util.List;

/**
 * What prepares a work tree before anything works in it, such as the installation of what git does
 * not keep. It is done once in each work tree, those of branches too, and again after a resume.
 *
 * @param commands for {@code sh -c}, one after the other; the first that fails ends it
 * @param limit how long all of them may take together; by default five minutes
 */
public record SetupConfig(List<String> commands, Duration limit) {
  /** Nothing. */
  public static final SetupConfig DEFAULT = new SetupConfig(List.of(), Duration.ofMinutes(5));

  public SetupConfig {
    commands = List.copyOf(commands);
  }
}
