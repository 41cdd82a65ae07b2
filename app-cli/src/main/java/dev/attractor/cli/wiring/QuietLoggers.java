package dev.attractor.cli.wiring;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK and our own code log to: errors go to the standard error output, all else to nobody.
 * The JDK's own logging, of which each exit asks whether it wants to know, takes its time to begin.
 */
public final class QuietLoggers extends System.LoggerFinder {
  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Quiet(name);
  }

  private record Quiet(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level == Level.ERROR;
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, @Nullable String text, Throwable thrown) {
      if (isLoggable(level)) {
        System.err.printf("%s: %s: %s%n", name, text, thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... words) {
      if (isLoggable(level)) {
        boolean isPlain = format == null || words == null || words.length == 0;
        System.err.printf("%s: %s%n", name, isPlain ? format : MessageFormat.format(format, words));
      }
    }
  }
}
