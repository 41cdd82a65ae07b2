package dev.attractor.cli.completion;

/**
 * What a word can be.
 *
 * @param note what it is, in a few words; may be empty
 */
record Candidate(String word, String note) {}
