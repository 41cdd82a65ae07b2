package dev.attractor.cli.terminal;

import dev.attractor.domain.agent.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Times, tokens and money as people read them. */
public final class Amounts {
  private static final int LONG_ENOUGH_SECONDS = 10;
  private static final long THOUSAND = 1_000;
  private static final long MILLION = 1_000_000;

  private Amounts() {}

  /** Returns a time of at most seven signs up to a hundred days: {@code 1.2s}, {@code 2m 05s}. */
  public static String time(Duration time) {
    if (time.toSeconds() < LONG_ENOUGH_SECONDS) {
      return "%d.%ds".formatted(time.toSeconds(), time.toMillisPart() / 100);
    }
    if (time.toMinutes() == 0) {
      return time.toSeconds() + "s";
    }
    return time.toHours() == 0
        ? "%dm %02ds".formatted(time.toMinutes(), time.toSecondsPart())
        : "%dh %02dm".formatted(time.toHours(), time.toMinutesPart());
  }

  /** Returns how many tokens were read and written, such as {@code 12.3k}; empty for none. */
  public static String tokens(Usage usage) {
    long all = usage.inputTokens() + usage.outputTokens();
    if (all < THOUSAND) {
      return all == 0 ? "" : Long.toString(all);
    }
    // A hair below a million is a million, and not a thousand thousands.
    return all < MILLION - THOUSAND / 20
        ? "%.1fk".formatted((double) all / THOUSAND)
        : "%.1fM".formatted((double) all / MILLION);
  }

  /** Returns what it cost, such as {@code $0.42}; empty when nobody says. */
  public static String money(Usage usage) {
    BigDecimal cost = usage.costUsd();
    if (cost.signum() == 0) {
      return "";
    }
    BigDecimal rounded = cost.setScale(2, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "<$0.01" : "$" + rounded.toPlainString();
  }

  /** Returns what was used up in words, to stand in a sentence; empty when nothing is known. */
  public static String used(Usage usage) {
    List<String> parts = new ArrayList<>();
    if (!tokens(usage).isEmpty()) {
      parts.add(tokens(usage) + " tokens");
    }
    if (!money(usage).isEmpty()) {
      parts.add(money(usage));
    }
    return String.join(", ", parts);
  }
}
