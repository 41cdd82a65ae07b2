package dev.attractor.fs.file;

import dev.attractor.ports.AttractorException;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Reads what others may have written: people, agents, other versions, a disk that is dying.
 * Whatever is wrong with it, people are told in words, and nothing else gets out.
 */
public final class FromOutside {
  private FromOutside() {}

  /** Reads something. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Returns what it means. */
    T read() throws IOException;
  }

  /** Makes the complaint of what is wrong. */
  @FunctionalInterface
  public interface Complaint {
    /**
     * Returns it.
     *
     * @param why in one line, with the place in the text where there is one
     */
    AttractorException of(String why, Exception cause);
  }

  /**
   * Reads.
   *
   * @throws AttractorException when that fails, for whatever reason
   */
  public static <T> T read(Reading<T> reading, Complaint complaint) {
    try {
      return reading.read();
    } catch (AttractorException e) {
      throw e;
    } catch (IOException e) {
      throw complaint.of(AtomicFile.describe(e), e);
    } catch (RuntimeException e) {
      throw complaint.of(why(e), e);
    }
  }

  /** Returns in one line what is wrong with a text. */
  public static String why(RuntimeException e) {
    if (e instanceof JacksonException wrong) {
      TokenStreamLocation place = wrong.getLocation();
      String where =
          place == null || place.getLineNr() < 1
              ? ""
              : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
      return said(firstLine(wrong.getOriginalMessage())) + where;
    }
    return firstLine(String.valueOf(e.getMessage()));
  }

  /** Where the library speaks of itself, people are told what it means. */
  private static String said(String message) {
    if (message.startsWith("Trailing token")) {
      return "there is more behind its end";
    }
    return message.contains("tools.jackson") ? "it is not what is expected there" : message;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("it cannot be understood");
  }
}
