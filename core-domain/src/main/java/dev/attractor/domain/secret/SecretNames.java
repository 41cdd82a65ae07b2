package dev.attractor.domain.secret;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which environment variables hold secrets (SEMANTICS §10), by name; case does not count.
 *
 * @param more names beside the usual ones; {@code *} stands for anything
 */
public record SecretNames(List<String> more) {
  /** The names that are secret everywhere. */
  public static final SecretNames USUAL = new SecretNames(List.of());

  private static final Pattern NAMES =
      Pattern.compile(
          "(?:.*_)?(?:TOKEN|SECRET)|.*_(?:KEY|PAT)|AUTHORIZATION|.*(?:PASSWORD|PASSWD|CREDENTIAL).*");

  public SecretNames {
    more = List.copyOf(more);
  }

  /** Returns whether a variable of this name holds a secret. */
  public boolean contains(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return NAMES.matcher(upper).matches()
        || more.stream().anyMatch(pattern -> matches(pattern.toUpperCase(Locale.ROOT), upper));
  }

  private static boolean matches(String pattern, String name) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.matches(regex, name);
  }
}
