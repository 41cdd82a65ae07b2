package dev.attractor.domain.secret;

import java.util.List;

/**
 * A kind of secret that is known by how it is written.
 *
 * @param prefixes what it begins with, in the spellings that are used
 * @param kind how it goes on
 * @param shortest of a token, how many signs follow at least
 */
record Shape(List<String> prefixes, Kind kind, int shortest) {
  /** How a secret goes on behind its prefix. */
  enum Kind {
    /** Signs of a token, of which the prefix is part. */
    TOKEN,
    /** A separator, perhaps quoted, and a value, perhaps of two words. */
    NAMED_VALUE,
    /** A space and credentials. */
    CREDENTIALS,
    /** The rest of a block in PEM. */
    KEY_BLOCK
  }

  static final List<Shape> ALL =
      List.of(
          token(16, "sk-"),
          token(20, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-"),
          token(16, "AKIA", "ASIA"),
          token(30, "AIza"),
          token(16, "xoxb-", "xoxp-", "xoxa-", "xoxs-"),
          new Shape(
              List.of(
                  "authorization",
                  "Authorization",
                  "AUTHORIZATION",
                  "x-api-key",
                  "X-Api-Key",
                  "X-API-Key",
                  "aws_secret_access_key",
                  "AWS_SECRET_ACCESS_KEY",
                  "aws_session_token",
                  "AWS_SESSION_TOKEN",
                  "secretAccessKey",
                  "SecretAccessKey"),
              Kind.NAMED_VALUE,
              1),
          new Shape(
              List.of("bearer", "Bearer", "BEARER", "basic", "Basic", "BASIC"),
              Kind.CREDENTIALS,
              1),
          new Shape(List.of("-----BEGIN "), Kind.KEY_BLOCK, 1));

  private static Shape token(int shortest, String... prefixes) {
    return new Shape(List.of(prefixes), Kind.TOKEN, shortest);
  }

  /** Returns how long the prefix is that stands before a place of a text; 0 when there is none. */
  int lengthOfPrefixAt(CharSequence text, int end) {
    return prefixes.stream()
        .filter(prefix ->
            prefix.length() <= end
                && prefix.contentEquals(text.subSequence(end - prefix.length(), end)))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  /** Begins to look at what follows a prefix that stands there. */
  Sighting at(long begin) {
    return switch (kind) {
      case TOKEN -> new TokenSighting(begin, shortest);
      case NAMED_VALUE -> new NamedValueSighting();
      case CREDENTIALS -> new CredentialsSighting();
      case KEY_BLOCK -> new KeyBlockSighting(begin);
    };
  }
}
