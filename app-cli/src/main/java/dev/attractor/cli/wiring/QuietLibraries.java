package dev.attractor.cli.wiring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.logging.LogManager;

/**
 * Has libraries log what is severe and nothing else: what matters is reported by us. The JDK makes
 * one once the first of them logs, if its name is in {@code java.util.logging.config.class}.
 */
public final class QuietLibraries {
  /** Called by the JDK. */
  public QuietLibraries() throws IOException {
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(
                "handlers=java.util.logging.ConsoleHandler\n.level=SEVERE\n".getBytes(ISO_8859_1)));
  }
}
