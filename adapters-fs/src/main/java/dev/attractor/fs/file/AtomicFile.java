package dev.attractor.fs.file;

import dev.attractor.ports.AttractorException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Writes files so that a reader, and a crash, finds the old content or the new, never a part. */
public final class AtomicFile {
  private static final SecureRandom CHANCE = new SecureRandom();

  private AtomicFile() {}

  /** Writes a file that must survive a crash of the machine. */
  public static void write(Path file, String content) {
    write(file, content, true);
  }

  /** Writes a file that can be made again from the journal. */
  public static void writeView(Path file, String content) {
    write(file, content, false);
  }

  private static void write(Path file, String content, boolean durable) {
    try {
      Path folder = file.toAbsolutePath().resolveSibling("");
      OwnFiles.folder(folder);
      Path temporary = OwnFiles.create(folder.resolve(temporaryName(file)));
      try {
        // A stream, not a channel: a channel would be closed by an interrupt in the middle.
        try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
          out.write(content.getBytes(StandardCharsets.UTF_8));
          if (durable) {
            out.getFD().sync();
          }
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        deleteAfter(e, temporary);
        throw e;
      }
      if (durable) {
        OwnFiles.sync(folder);
      }
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  /** A name that nobody guesses, and puts something there before. */
  private static String temporaryName(Path file) {
    byte[] drawn = new byte[12];
    CHANCE.nextBytes(drawn);
    return ".%s.%s.tmp".formatted(file.getFileName(), HexFormat.of().formatHex(drawn));
  }

  private static void deleteAfter(IOException why, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Returns the complaint that a file or folder cannot be written. */
  public static AttractorException cannotWrite(Path file, IOException e) {
    return AttractorException.machine(
        "cannot write %s: %s".formatted(file, describe(e)),
        "free space or rights on that disk, then resume the run",
        e);
  }

  /** Returns what went wrong without the path, which whoever complains names. */
  public static String describe(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "access denied";
      case NoSuchFileException _ -> "no such file or folder";
      case CharacterCodingException _ -> "it is no text in UTF-8";
      case DirectoryNotEmptyException _ -> "a folder that is not empty is in its place";
      case FileAlreadyExistsException _ -> "something else is there already";
      case FileSystemException system when system.getReason() != null -> system.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
