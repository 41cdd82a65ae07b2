package dev.attractor.domain.secret;

/** What may be a secret of a known shape: its prefix has been seen, and sign for sign follows. */
sealed interface Sighting
    permits TokenSighting, NamedValueSighting, CredentialsSighting, KeyBlockSighting {
  /** Nothing waits for the decision. */
  long NOTHING = Long.MAX_VALUE;

  /**
   * Takes the next sign, and has covered what is certain.
   *
   * @param at where it stands
   * @return whether more may follow
   */
  boolean take(char c, long at, Covers covers);

  /** Returns the first place of which it is not certain yet whether it is secret. */
  long undecidedFrom();
}
