package dev.attractor.domain.outcome;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What two failures have in common when they are the same failure: node, class and the reason with
 * hex strings, numbers, paths and white space evened out (SEMANTICS §4).
 *
 * @param text the signature, for comparing and for people
 */
public record FailureSignature(String text) {
  private static final Pattern PATH = Pattern.compile("(?<![\\w])(?:\\.{0,2}/)[^\\s:;,'\")\\]]+");
  private static final Pattern HEX = Pattern.compile("\\b(?:0x)?(?=[0-9a-f]*\\d)[0-9a-f]{7,}\\b");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final int LONGEST_REASON = 400;

  /** Returns the signature of a failure of a node. */
  public static FailureSignature of(String nodeId, Failure failure) {
    String reason = failure.signature().isBlank() ? failure.reason() : failure.signature();
    return new FailureSignature(
        nodeId + "|" + failure.failureClass().word() + "|" + normalise(reason));
  }

  private static String normalise(String reason) {
    String text = reason.strip().toLowerCase(Locale.ROOT);
    text = PATH.matcher(text).replaceAll("<path>");
    text = HEX.matcher(text).replaceAll("<hex>");
    text = NUMBER.matcher(text).replaceAll("<n>");
    text = BLANKS.matcher(text).replaceAll(" ");
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
  }

  @Override
  public String toString() {
    return text;
  }
}
