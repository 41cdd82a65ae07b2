package dev.attractor.domain.run;

import dev.attractor.domain.pipeline.NodeId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One try of one stage.
 *
 * @param nodeId the node being executed
 * @param visit how often the run has entered the node, this time included; from 1
 * @param number the try within the visit; from 1
 */
public record Attempt(NodeId nodeId, int visit, int number) {
  private static final Pattern TEXT = Pattern.compile("([^#]*)#(\\d+)\\.(\\d+)");

  public Attempt {
    if (visit < 1 || number < 1) {
      throw new IllegalArgumentException("visits and attempts count from 1");
    }
  }

  /** Returns the first attempt of a visit. */
  public static Attempt first(NodeId nodeId, int visit) {
    return new Attempt(nodeId, visit, 1);
  }

  /** Returns the attempt that follows in the same visit. */
  public Attempt next() {
    return new Attempt(nodeId, visit, number + 1);
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static Attempt parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not an attempt: " + text);
    }
    return new Attempt(
        NodeId.of(matcher.group(1))
            .orElseThrow(() -> new IllegalArgumentException("not an attempt: " + text)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /** Returns what a run inside this attempt is called, see {@link RunId#inside}. */
  public String asName() {
    return "%s-v%d-a%d".formatted(nodeId, visit, number);
  }

  /** Returns the form used in commit trailers: {@code node#visit.attempt} (SEMANTICS §11). */
  @Override
  public String toString() {
    return nodeId + "#" + visit + "." + number;
  }
}
