package dev.attractor.domain.secret;

/** The signs that tokens of a kind are made of; all are ASCII. */
enum Alphabet {
  ALPHANUMERIC(""),
  WORD("_-"),
  /** Of credentials in headers (RFC 9110), which base64 is part of. */
  TOKEN68("-._~+/=");

  private final String more;

  Alphabet(String more) {
    this.more = more;
  }

  boolean has(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || more.indexOf(c) >= 0;
  }
}
