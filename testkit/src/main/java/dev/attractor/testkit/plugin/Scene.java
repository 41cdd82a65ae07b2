package dev.attractor.testkit.plugin;

import dev.attractor.domain.outcome.FailureClass;

/**
 * What an agent does in a test of its provider. The author of the provider has it played, by a
 * program that stands in for the agent's or by a server that stands in for its model.
 *
 * @since 0.1
 */
public sealed interface Scene {
  /** It says this and ends well. */
  record Says(String text) implements Scene {}

  /** It says the last word of the prompt, and nothing else, and ends well. */
  record RepeatsTheLastWord() implements Scene {}

  /**
   * It writes a file, then ends well.
   *
   * @param file relative to the folder it works in; the folder of the file is there
   * @param content without quotes and line ends
   */
  record Writes(String file, String content) implements Scene {}

  /** It fails in some way that is of this class. */
  record Fails(FailureClass failureClass) implements Scene {}

  /** It goes on without a word until it is ended. */
  record Hangs() implements Scene {}

  /**
   * It prints very much, then ends well.
   *
   * @param lines how many lines of about a thousand characters
   */
  record Floods(int lines) implements Scene {}
}
