package dev.attractor.providers.cli;

import dev.attractor.ports.spi.Finding;
import dev.attractor.ports.spi.ProviderSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of an agent's program, as they are used: none when the settings ask for the login.
 *
 * @param names the variables that may hold a key
 */
record Credentials(List<String> names, Map<String, String> host, ProviderSettings settings) {

  /** Returns the variables to pass on. */
  Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    if (settings.auth() == ProviderSettings.Auth.ANY) {
      for (String name : names) {
        Optional.ofNullable(settings.environment().getOrDefault(name, host.get(name)))
            .filter(value -> !value.isBlank())
            .ifPresent(value -> keys.put(name, value));
      }
    }
    return keys;
  }

  /** Returns whether there is a key. */
  boolean hasKey() {
    return !keys().isEmpty();
  }

  /**
   * Tells whether there is a key, or a file that a login left.
   *
   * @param login the file of a login
   * @param visible whether a login can be seen at all
   * @param how how to get one, for people
   */
  Finding find(Path login, boolean visible, String how) {
    if (hasKey()) {
      return Finding.pass("credentials", keys().keySet().iterator().next() + " is set");
    }
    if (Files.exists(login)) {
      return Finding.pass("credentials", "there is a login in " + login);
    }
    return visible
        ? Finding.fail("credentials", "there is no key and no login", how)
        : Finding.warn("credentials", "no API key is set; a login cannot be seen here", how);
  }
}
