package dev.attractor.fs.file;

import dev.attractor.ports.AttractorException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.format.DateTimeParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Reads what others may have written: people, agents, other versions, a disk that is dying.
 * Whatever is wrong with it, people are told in words, and nothing else gets out.
 */
public final class FromOutside {
  /** Of a file that is read as a whole, in bytes: people and programs write less. */
  private static final long LARGEST = 64L << 20;

  /** Of what is told of a text, in characters: it may quote all of it. */
  private static final int LONGEST_SAID = 300;

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

  /**
   * Returns the text of a file.
   *
   * @throws IOException when it is no regular file, longer than 64 MB, or no text in UTF-8
   */
  public static String text(Path file) throws IOException {
    mustBeFile(file);
    if (Files.size(file) > LARGEST) {
      throw wrong(file, "it is larger than %d MB".formatted(LARGEST >> 20));
    }
    return Files.readString(file);
  }

  /**
   * Makes sure that a path leads to a file. What is none is not even opened: who opens a pipe may
   * wait for ever.
   */
  public static void mustBeFile(Path path) throws IOException {
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    if (found.isDirectory()) {
      throw wrong(path, "it is a folder");
    }
    if (!found.isRegularFile()) {
      throw wrong(path, "it is no regular file");
    }
  }

  private static FileSystemException wrong(Path file, String why) {
    return new FileSystemException(file.toString(), null, why);
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
    return switch (e) {
      case NumberFormatException _ -> "it has a number that is none";
      case DateTimeParseException time -> "'%s' is no time".formatted(time.getParsedString());
      default -> firstLine(String.valueOf(e.getMessage()));
    };
  }

  /** Where the library speaks of itself, people are told what it means. */
  private static String said(String message) {
    if (message.startsWith("Trailing token")) {
      return "there is more behind its end";
    }
    if (message.contains("nesting depth")) {
      return "it is nested too deeply";
    }
    if (message.startsWith("Node of type")) {
      return "it is empty, or has one value where there should be several";
    }
    if (message.contains("method `")) {
      return "it has a value of another kind or size than is expected there";
    }
    if (message.contains("`")) {
      return message
          .substring(0, message.indexOf('`'))
          .replaceFirst("[:(,] *[a-z]+ *$", "")
          .strip();
    }
    return message.contains("tools.jackson") ? "it is not what is expected there" : message;
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("it cannot be understood");
    return line.length() <= LONGEST_SAID ? line : line.substring(0, LONGEST_SAID) + "...";
  }
}
