import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** The caches of Java in a release: of the same program the same bytes. */
final class Caches {
  /** Those that the launcher makes. */
  private static final int KINDS = 3;

  private static final int MOST_LESSONS = 5;

  private final Path folder;
  private final Callable<?> start;

  /**
   * Makes none yet.
   *
   * @param folder of the release
   * @param start starts the program, whose launcher makes those that are missing
   */
  Caches(Path folder, Callable<?> start) {
    this.folder = folder;
    this.start = start;
  }

  /** Has them made again until two times are alike; tells where they never are. */
  void make() throws Exception {
    Learnt before = learnt();
    for (int times = 1; times < MOST_LESSONS; times++) {
      Learnt again = learnt();
      Map<String, byte[]> same = again.sameAs(before);
      if (same.size() == KINDS) {
        for (Map.Entry<String, byte[]> cache : same.entrySet()) {
          Files.write(folder.resolve(cache.getKey()), cache.getValue());
        }
        return;
      }
      before = again;
    }
    System.err.printf(
        "no two of %d times the caches of Java were alike: another build will not be the same%n",
        MOST_LESSONS);
  }

  private Learnt learnt() throws Exception {
    for (Path old : cachesThere()) {
      Files.delete(old);
    }
    long from = milliseconds();
    start.call();
    Map<String, byte[]> caches = new TreeMap<>();
    for (Path made : cachesThere()) {
      caches.put(made.getFileName().toString(), Files.readAllBytes(made));
    }
    if (caches.size() != KINDS || caches.values().stream().anyMatch(bytes -> bytes.length == 0)) {
      throw new IllegalStateException(
          "the launcher made no caches (is there room?): " + caches.keySet());
    }
    return new Learnt(from, milliseconds(), caches);
  }

  private List<Path> cachesThere() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".jsa")).toList();
    }
  }

  private static long milliseconds() {
    return System.nanoTime() / 1_000_000; // as Java's machine takes them
  }

  /**
   * What was learnt.
   *
   * @param from no later than it began, milliseconds
   * @param to no earlier than it ended
   * @param caches those of all kinds by the names of their files
   */
  private record Learnt(long from, long to, Map<String, byte[]> caches) {
    /** The header is in the first page of the file. */
    private static final int HEADER = 4096;

    /**
     * Returns those that differ from another time's in nothing but when they were made, without
     * that: the times at which soft references were made, and checksums, which Java looks at only
     * where it is asked to (VerifySharedSpaces).
     */
    Map<String, byte[]> sameAs(Learnt other) {
      Map<String, byte[]> same = new TreeMap<>();
      for (Map.Entry<String, byte[]> cache : caches.entrySet()) {
        byte[] bytes = cache.getValue().clone();
        byte[] others = other.caches.getOrDefault(cache.getKey(), new byte[0]);
        if (bytes.length == others.length && forgetsWhen(words(bytes), other, words(others))) {
          same.put(cache.getKey(), bytes);
        }
      }
      return same;
    }

    private static ByteBuffer words(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    private boolean forgetsWhen(ByteBuffer bytes, Learnt other, ByteBuffer others) {
      for (int at = 0; at < HEADER; at += Integer.BYTES) {
        if (bytes.getInt(at) != others.getInt(at)) {
          bytes.putInt(at, 0);
        }
      }
      for (int at = HEADER; at < bytes.capacity(); at += Long.BYTES) {
        if (bytes.getLong(at) != others.getLong(at)) {
          if (!isFromThen(bytes.getLong(at)) || !other.isFromThen(others.getLong(at))) {
            return false;
          }
          bytes.putLong(at, 0);
        }
      }
      return true;
    }

    private boolean isFromThen(long time) {
      return from <= time && time <= to;
    }
  }
}
