package dev.attractor.process.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output that comes in pieces of any size, as lines. */
class LineReaderTest {
  private static final String[] SIGNS = {"a", "\n", "\r", "\r\n", "ä", "😀", "word ", "\n\n"};

  private static List<String> lines(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    LineReader.read(in, lines::add, () -> {});
    return lines;
  }

  /** Gives so many bytes at once. */
  private static InputStream inPieces(String text, int size) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] to, int offset, int length) {
        return super.read(to, offset, Math.min(size, length));
      }
    };
  }

  private static List<String> expected(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines.stream()
        .map(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8191, 8192, 100_000})
  void areTheSameHoweverTheyCome(int size) throws IOException {
    Random random = new Random(size);
    for (int round = 0; round < 50; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(5_000);
      while (text.length() < length) {
        text.append(SIGNS[random.nextInt(SIGNS.length)]);
      }
      assertThat(lines(inPieces(text.toString(), size))).isEqualTo(expected(text.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 8192})
  void oneWithoutAnEndIsCut(int more) throws IOException {
    String text = "x".repeat(LineReader.LONGEST_PIECE + more);

    List<String> lines = lines(inPieces(text + "\nlast", 10_000));

    assertThat(String.join("", lines)).isEqualTo(text + "last");
    assertThat(lines).allMatch(line -> line.length() <= LineReader.LONGEST_PIECE);
    assertThat(lines).endsWith("last");
  }

  @Test
  void ofNothingThereIsNone() throws IOException {
    assertThat(lines(InputStream.nullInputStream())).isEmpty();
  }

  /** As of a program whose output is written by the buffer, which cuts signs. */
  @Test
  @SuppressWarnings("InputStreamSlowMultibyteRead") // it gives one byte, or none
  void tellsWholeLinesAlsoWhereTheBeginningOfASignFollows() throws IOException {
    List<String> heard = new ArrayList<>();
    String first = "one\n" + "x".repeat(8187) + "\n"; // one buffer
    InputStream pieces =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(first.getBytes(StandardCharsets.UTF_8)),
                    new ByteArrayInputStream(new byte[] {(byte) 0xc3}),
                    new InputStream() {
                      private boolean first = true;

                      @Override
                      public int read() {
                        if (first) {
                          assertThat(heard).startsWith("one").endsWith("-");
                        }
                        int next = first ? 0xbc : -1;
                        first = false;
                        return next;
                      }
                    })));

    LineReader.read(pieces, heard::add, () -> heard.add("-"));

    assertThat(heard).first().isEqualTo("one");
    assertThat(heard).last().isEqualTo("-");
    assertThat(heard).contains("ü");
  }

  @Test
  @SuppressWarnings("InputStreamSlowMultibyteRead") // it gives one byte, or none
  void tellsWhenThereIsNoMoreForTheMomentAlsoWhereItBreaks() {
    List<String> heard = new ArrayList<>();
    InputStream broken =
        new SequenceInputStream(
            inPieces("one\ntwo\n", 4),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("broken");
              }
            });

    assertThatThrownBy(() -> LineReader.read(broken, heard::add, () -> heard.add("-")))
        .hasMessage("broken");

    assertThat(heard).containsExactly("one", "two", "-", "-");
  }
}
