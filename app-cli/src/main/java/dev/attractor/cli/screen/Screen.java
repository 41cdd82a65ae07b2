package dev.attractor.cli.screen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A terminal with a frame of lines that is drawn again and again, below texts that stand. What is
 * written here as to any stream stands: the frame makes room for it and stands below. While the
 * last text has not ended its line, as a prompt, there is no frame. Safe for all threads.
 *
 * <p>The cursor waits behind the first line, with a free row below the last one, and the terminal
 * remembers that place: so what somebody types meanwhile covers nothing, is drawn over, and moves
 * nothing. After a change of size, when terminals break lines in ways of their own, all that is
 * seen is moved up and out, and the frame begins anew at the top.
 */
public final class Screen extends OutputStream {
  private static final String CLEAR_BELOW = "\033[J";
  private static final String CLEAR_RIGHT = "\033[K";
  private static final String HOME = "\033[H";
  private static final String REMEMBER = "\0337";
  private static final String RETURN = "\0338";
  private static final String WRAP_OFF = "\033[?7l";
  private static final String WRAP_ON = "\033[?7h";

  /** Where they are known, terminals show what is between them at once. */
  private static final String FRAME_BEGINS = "\033[?2026h";

  private static final String FRAME_ENDS = "\033[?2026l";
  private static final Duration PATIENCE_OF_THE_END = Duration.ofMillis(500);

  private final OutputStream out;
  private final Supplier<Size> terminal;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Line> frame = List.of();
  private Size drawnAt = new Size(0, 0);
  private boolean beginsAtTheTop;
  private boolean isAtLineStart = true;

  /**
   * Makes one whose cursor is at the beginning of a line.
   *
   * @param out takes what goes to the terminal; each call is one write
   * @param terminal tells how large it is now
   */
  public Screen(OutputStream out, Supplier<Size> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** How large something is on a terminal. */
  public record Size(int columns, int rows) {}

  /**
   * A line of a frame.
   *
   * @param from the first character that is painted
   * @param to the one behind the last
   * @param colour parameters of the control sequence that paints them
   */
  public record Line(String text, int from, int to, String colour) {
    public Line {
      to = Math.min(to, text.length());
      from = Math.min(from, to);
    }

    /** Returns a line as all others are. */
    public static Line plain(String text) {
      return new Line(text, 0, 0, "");
    }

    /** Returns a line that stands back. */
    public static Line dim(String text) {
      return new Line(text, 0, text.length(), "2");
    }

    private String painted() {
      return from == to
          ? text
          : "%s\033[%sm%s\033[0m%s"
              .formatted(
                  text.substring(0, from), colour, text.substring(from, to), text.substring(to));
    }
  }

  /** Returns a text as it may stand in a line of a frame, in one line. */
  public String clean(String text) {
    return VisibleWriter.visible(text).replace('\n', ' ').replace('\t', ' ');
  }

  /**
   * Draws a frame in the place of the one before, if it is another one.
   *
   * @param lines makes lines that fit into a size
   */
  public void draw(Function<Size, List<Line>> lines) throws IOException {
    lock.lock();
    try {
      Size size = terminal.get();
      // The last column stays free, where terminals differ, and the last row for what is typed.
      List<Line> next = lines.apply(new Size(size.columns() - 1, size.rows() - 1));
      if (isAtLineStart && !(next.equals(frame) && size.equals(drawnAt))) {
        write(toTheBegin(size) + drawn(next));
        frame = List.copyOf(next);
        drawnAt = size;
      }
    } finally {
      lock.unlock();
    }
  }

  private String toTheBegin(Size size) {
    if (frame.isEmpty()) {
      beginsAtTheTop = false;
      return "";
    }
    if (size.equals(drawnAt)) {
      return RETURN;
    }
    boolean ownsAllThatIsSeen = beginsAtTheTop;
    beginsAtTheTop = true;
    return ownsAllThatIsSeen
        ? HOME + CLEAR_BELOW
        : "\033[%d;1H".formatted(size.rows()) + "\n".repeat(size.rows()) + HOME;
  }

  private static String drawn(List<Line> lines) {
    String back =
        lines.isEmpty()
            ? ""
            : "\r\n\033[%dA\033[%dC"
                .formatted(lines.size(), 2 + Columns.of(lines.getFirst().text()));
    return FRAME_BEGINS
        + WRAP_OFF
        + lines.stream()
            .map(line -> line.painted() + CLEAR_RIGHT)
            .collect(Collectors.joining("\r\n", "\r", ""))
        + CLEAR_BELOW
        + WRAP_ON
        + back
        + REMEMBER
        + FRAME_ENDS;
  }

  /** The frame stays where it is, as a text; what is written next comes below. */
  public void settle() throws IOException {
    lock.lock();
    try {
      leaveFrame();
    } finally {
      lock.unlock();
    }
  }

  /** The same, for the end of the program whoever draws at the moment. */
  public void settleAtOnce() {
    try {
      if (lock.tryLock(PATIENCE_OF_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
        leaveFrame(); // and nobody draws any more
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.getLogger(Screen.class.getName())
          .log(System.Logger.Level.DEBUG, "the terminal is gone", e);
    }
  }

  private void leaveFrame() throws IOException {
    if (!frame.isEmpty()) {
      // Drawn once more, whatever was typed over it.
      write(RETURN + drawn(frame) + "\033[%dB\r".formatted(frame.size()));
      frame = List.of();
    }
  }

  /**
   * Somebody has typed a line.
   *
   * @param isShown whether the terminal has shown it, and so has ended its line
   */
  public void typed(boolean isShown) throws IOException {
    lock.lock();
    try {
      if (!isShown && !isAtLineStart) {
        write("\r\n");
      }
      isAtLineStart = true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void write(int sign) throws IOException {
    write(new byte[] {(byte) sign}, 0, 1);
  }

  @Override
  public void write(byte[] text, int from, int length) throws IOException {
    if (length == 0) {
      return;
    }
    lock.lock();
    try {
      isAtLineStart = text[from + length - 1] == '\n';
      if (frame.isEmpty()) {
        out.write(text, from, length);
        out.flush();
        return;
      }
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes((RETURN + "\r" + CLEAR_BELOW).getBytes(StandardCharsets.UTF_8));
      all.write(text, from, length);
      frame = isAtLineStart ? frame : List.of();
      all.writeBytes((isAtLineStart ? drawn(frame) : "").getBytes(StandardCharsets.UTF_8));
      beginsAtTheTop = false;
      writeAtOnce(all.toByteArray());
    } finally {
      lock.unlock();
    }
  }

  private void write(String text) throws IOException {
    writeAtOnce(text.getBytes(StandardCharsets.UTF_8));
  }

  private void writeAtOnce(byte[] bytes) throws IOException {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
