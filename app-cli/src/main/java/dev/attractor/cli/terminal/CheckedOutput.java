package dev.attractor.cli.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/**
 * An output that remembers what could not be written to it: writers of text keep that to
 * themselves, and a file that was cut off would pass for a whole one.
 */
public final class CheckedOutput extends FilterOutputStream {
  /** How the system calls it that nobody reads any more, as behind {@code head}, or never did. */
  private static final Set<String> UNREAD = Set.of("Broken pipe", "Bad file descriptor");

  private Optional<IOException> failure = Optional.empty();

  /** Writes to another output. */
  public CheckedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      failure = failure.or(() -> Optional.of(e));
      throw e;
    }
  }

  /** Returns why something is missing that somebody may want to read; empty when nothing is. */
  public synchronized Optional<String> failure() {
    return failure.map(e -> String.valueOf(e.getMessage())).filter(why -> !UNREAD.contains(why));
  }
}
