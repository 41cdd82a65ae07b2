package dev.attractor.domain.run;

import dev.attractor.domain.parallel.BranchResult;
import java.util.Optional;

/** The keys of the context that hold a part of a longer text (SEMANTICS §8). */
public final class Shortened {
  /** Characters of a command's output that are kept: its last ones. */
  public static final int TOOL_OUTPUT = 8_000;

  /** Characters of a response that are kept: its first ones. */
  static final int LAST_RESPONSE = 200;

  static final String TOOL_OUTPUT_KEY = "tool.output";
  static final String LAST_RESPONSE_KEY = "last_response";

  private Shortened() {}

  /**
   * Returns at how many characters a value was cut off; empty when it is whole.
   *
   * @param key without a leading {@code context.}
   */
  public static Optional<Integer> at(String key, String value) {
    Optional<Integer> longest =
        switch (key) {
          case TOOL_OUTPUT_KEY -> Optional.of(TOOL_OUTPUT);
          case LAST_RESPONSE_KEY -> Optional.of(LAST_RESPONSE);
          default ->
              key.startsWith("parallel.results.") && key.endsWith(".response")
                  ? Optional.of(BranchResult.LONGEST_RESPONSE)
                  : Optional.empty();
        };
    return longest.filter(most -> value.length() >= most);
  }
}
