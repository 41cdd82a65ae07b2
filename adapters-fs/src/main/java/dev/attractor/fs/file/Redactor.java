package dev.attractor.fs.file;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Keeps secrets out of files (SEMANTICS §10). */
public final class Redactor {
  private static final String MARK = "[redacted]";
  private static final int SHORTEST_SECRET = 6;
  private static final Pattern SECRET_NAME = Pattern.compile(".*(_KEY|_TOKEN|_SECRET)");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)(authorization\"?\\s*[:=]\\s*\"?)(?:(?:bearer|basic)\\s+)?[^\\s\",}]+");

  private final List<String> secrets;

  /**
   * Makes a redactor.
   *
   * @param environment whose variables named {@code *_KEY}, {@code *_TOKEN} and {@code *_SECRET}
   *     hold secrets
   */
  public Redactor(Map<String, String> environment) {
    this.secrets =
        environment.entrySet().stream()
            .filter(e -> isSecret(e.getKey()))
            .map(Map.Entry::getValue)
            .filter(value -> value.length() >= SHORTEST_SECRET)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Returns whether a variable of this name holds a secret. */
  public static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name.toUpperCase(Locale.ROOT)).matches();
  }

  /** Returns the text with every secret replaced by a mark. */
  public String redact(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MARK);
    }
    return AUTHORIZATION.matcher(clean).replaceAll("$1" + MARK);
  }
}
