package dev.attractor.git.workspace;

import dev.attractor.ports.process.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The locks that git programs hold, and how long they are waited for. Of those that were removed,
 * since whoever took them is dead, people are told.
 */
final class Locks {
  /** Longer than a large repository takes to have its refs packed. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Once the end of the run is asked for. */
  private static final Duration LAST = Duration.ofSeconds(20);

  /** Nobody works this long on a single ref that is ours; whoever began it is dead. */
  private static final Duration STALE = Duration.ofSeconds(30);

  private static final Duration LOOK = Duration.ofMillis(20);

  /** A lock that somebody else holds, for longer than can be waited. */
  static final class Held extends IOException {
    private static final long serialVersionUID = 1L;

    Held(String message) {
      super(message);
    }
  }

  private final Duration patience;
  private final Cancellation cancellation;
  private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();

  Locks(Duration patience, Cancellation cancellation) {
    this.patience = patience;
    this.cancellation = cancellation;
  }

  /** Returns the same patience for somebody else, who may be stopped alone. */
  Locks of(Cancellation other) {
    return new Locks(patience, other);
  }

  /** One try. */
  interface Try<T> {
    /** Returns the result; empty when a lock was held. */
    Optional<T> make() throws IOException;
  }

  /**
   * Tries until nobody holds the lock any more.
   *
   * @param what is locked, and how the lock is removed
   * @throws Held when it stays locked
   */
  <T> T waitFor(String what, Try<T> oneTry) throws IOException {
    long begin = System.nanoTime();
    long since = begin;
    while (true) {
      Optional<T> result = oneTry.make();
      if (result.isPresent()) {
        return result.get();
      }
      long now = System.nanoTime();
      if (!cancellation.isRequested()) {
        since = now;
      }
      if (now - begin > patience.toNanos() || now - since > LAST.toNanos()) {
        throw new Held(what);
      }
      pause(what);
    }
  }

  /** The end of another program's lock cannot be waited for, only looked for. */
  private static void pause(String what) throws IOException {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + what, e);
    }
  }

  /** Removes a lock that a dead program has left; nothing when there is none. */
  void remove(Path lock) throws IOException {
    if (Files.deleteIfExists(lock)) {
      tell("removed %s, which a git command that was ended by force had left".formatted(lock));
    }
  }

  /** Has people told, in one sentence. */
  void tell(String what) {
    told.add(what);
  }

  /** Removes a lock that is too old for anybody to hold it. */
  void removeWhenStale(Path lock) throws IOException {
    if (Files.exists(lock)
        && Files.getLastModifiedTime(lock).toInstant().isBefore(Instant.now().minus(STALE))) {
      remove(lock);
    }
  }

  /** Returns what people should know since the last time, a sentence for each. */
  List<String> warnings() {
    List<String> sentences = new ArrayList<>();
    while (told.peek() != null) {
      sentences.add(told.remove());
    }
    return sentences;
  }
}
