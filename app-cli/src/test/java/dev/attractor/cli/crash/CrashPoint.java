package dev.attractor.cli.crash;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Counts what the Java machine does to files and processes, and does something before each. The
 * JDK's own classes reach it through {@link #register system properties}, since they see no others.
 */
final class CrashPoint {
  /** The property with a {@link Runnable} to run before an effect. */
  static final String PASS = "attractor.crash.pass";

  /** The property with an {@link IntConsumer} of the flags with which a file is opened. */
  static final String OPEN = "attractor.crash.open";

  /** The property with a {@link Consumer} of the stream that is written to. */
  static final String WRITE = "attractor.crash.write";

  private static final int WRITES = 3; // O_WRONLY or O_RDWR

  private final AtomicLong passed = new AtomicLong();
  private final LongConsumer before;

  /**
   * Makes one.
   *
   * @param before is told the number of an effect, from 1, before it comes about, by whoever causes
   *     it; what it does itself to files and processes is shown to it, too
   */
  CrashPoint(LongConsumer before) {
    this.before = before;
  }

  /** From now on effects are counted. */
  void register() {
    System.getProperties().put(PASS, (Runnable) this::pass);
    System.getProperties().put(OPEN, (IntConsumer) this::open);
    System.getProperties().put(WRITE, (Consumer<FileOutputStream>) this::write);
  }

  /** Returns how many points were passed. */
  long passed() {
    return passed.get();
  }

  /** Only to open a file to write it has an effect. */
  private void open(int flags) {
    if ((flags & WRITES) != 0) {
      pass();
    }
  }

  /** What is printed for people is no effect. */
  private void write(FileOutputStream stream) {
    try {
      FileDescriptor file = stream.getFD();
      if (!file.equals(FileDescriptor.out) && !file.equals(FileDescriptor.err)) {
        pass();
      }
    } catch (IOException e) {
      pass(); // a closed stream: whoever writes will hear of it
    }
  }

  private void pass() {
    before.accept(passed.incrementAndGet());
  }
}
