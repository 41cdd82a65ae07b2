package dev.attractor.fs.process;

import dev.attractor.fs.file.OwnFiles;
import dev.attractor.ports.HostEnvironment;
import dev.attractor.ports.process.ProbeMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Answers of programs below {@code ${XDG_CACHE_HOME:-~/.cache}/attractor/probes}. */
public final class FileProbeMemory implements ProbeMemory {
  private final Path folder;

  /** Makes a memory in the cache folder of this environment. */
  public FileProbeMemory(HostEnvironment host) {
    this.folder = host.cache().resolve("probes");
  }

  @Override
  public Optional<String> recall(Path program, List<String> arguments) {
    try {
      Path file = folder.resolve(key(program, arguments));
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // what cannot be read is not known; the program is asked
    }
  }

  @Override
  public void keep(Path program, List<String> arguments, String text) {
    try {
      Path file = OwnFiles.folder(folder).resolve(key(program, arguments));
      Path whole = Files.createTempFile(folder, "new", ".tmp");
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      System.getLogger(FileProbeMemory.class.getName())
          .log(System.Logger.Level.DEBUG, "an answer is not kept; it costs a second later", e);
    }
  }

  /** An updated program has another size or time, and so another key. */
  private static String key(Path program, List<String> arguments) throws IOException {
    Path file = program.toRealPath();
    String identity =
        String.join(
            "\0",
            file.toString(),
            Long.toString(Files.size(file)),
            Files.getLastModifiedTime(file).toString(),
            String.join("\0", arguments));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest) + ".txt";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
