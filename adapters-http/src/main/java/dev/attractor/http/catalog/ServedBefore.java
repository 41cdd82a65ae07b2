package dev.attractor.http.catalog;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** What addresses have answered before, in files, so that nothing is fetched twice. */
final class ServedBefore {
  private final Path folder;

  ServedBefore(Path folder) {
    this.folder = folder;
  }

  /**
   * An answer.
   *
   * @param tag by which the server knows it again
   */
  record Answer(String tag, String body) {}

  /** Returns the last answer of an address; what cannot be read was never there. */
  Optional<Answer> recall(URI address) {
    try {
      String text = Files.readString(file(address));
      int end = text.indexOf('\n');
      return end < 0
          ? Optional.empty()
          : Optional.of(new Answer(text.substring(0, end), text.substring(end + 1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void keep(URI address, Answer answer) {
    Path file = file(address);
    try {
      Files.createDirectories(folder);
      Path whole = Files.createTempFile(folder, "new", ".tmp");
      Files.writeString(whole, answer.tag() + "\n" + answer.body());
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      System.getLogger(ServedBefore.class.getName())
          .log(System.Logger.Level.DEBUG, "an answer is not kept; it is fetched again", e);
    }
  }

  private Path file(URI address) {
    byte[] name = address.toString().getBytes(StandardCharsets.UTF_8);
    return folder.resolve(UUID.nameUUIDFromBytes(name) + ".txt");
  }
}
