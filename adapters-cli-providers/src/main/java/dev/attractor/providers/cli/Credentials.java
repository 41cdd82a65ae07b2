package dev.attractor.providers.cli;

import dev.attractor.ports.spi.AgentTask;
import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProviderSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys and logins of an agent's program. */
public final class Credentials {
  private Credentials() {}

  /**
   * Tells whether there is a key in the environment or a file that a login left.
   *
   * @param names the variables that may hold a key
   * @param login the file of a login
   * @param how how to get one, for people
   */
  public static Finding find(
      Map<String, String> host,
      ProviderSettings settings,
      List<String> names,
      Path login,
      String how) {
    Optional<String> variable =
        names.stream()
            .filter(name -> host.containsKey(name) || settings.environment().containsKey(name))
            .findFirst();
    if (variable.isPresent()) {
      return Finding.pass("credentials", variable.get() + " is set");
    }
    return Files.exists(login)
        ? Finding.pass("credentials", "there is a login in " + login)
        : Finding.fail("credentials", "there is no key and no login", how);
  }

  /** Returns whether one of these variables has a key for the task. */
  public static boolean hasKey(AgentTask task, Map<String, String> host, List<String> names) {
    return names.stream()
        .anyMatch(
            name -> host.containsKey(name) || task.settings().environment().containsKey(name));
  }

  /** Returns those of these variables that the host has. */
  public static Map<String, String> passOn(Map<String, String> host, List<String> names) {
    Map<String, String> passed = new LinkedHashMap<>();
    names.forEach(
        name -> Optional.ofNullable(host.get(name)).ifPresent(value -> passed.put(name, value)));
    return passed;
  }
}
