package dev.attractor.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is written to a terminal, write by write; how that looks there {@code ViewTest} tells. */
class ScreenTest {
  private final List<String> writes = new ArrayList<>();
  private Screen.Size size = new Screen.Size(80, 24);
  private final Screen screen = new Screen(new Recording(), () -> size);

  private final class Recording extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
  }

  private void draw(String... lines) throws IOException {
    screen.draw(_ -> List.of(lines).stream().map(Screen.Line::plain).toList());
  }

  private void print(String text) throws IOException {
    screen.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aFrameIsOneWriteAndTheSameFrameNone() throws IOException {
    draw("a", "b");
    draw("a", "b");

    assertThat(writes).hasSize(1);
    assertThat(writes.getFirst()).contains("a\033[K\r\nb\033[K").startsWith("\033[?2026h");
  }

  @Test
  void theLastColumnAndTheLastRowStayFree() throws IOException {
    List<Screen.Size> asked = new ArrayList<>();
    screen.draw(given -> {
      asked.add(given);
      return List.of();
    });

    assertThat(asked).containsExactly(new Screen.Size(79, 23));
  }

  @Test
  void aTextComesAboveTheFrameInOneWrite() throws IOException {
    draw("a");
    print("warning\n");
    draw("a");

    assertThat(writes).hasSize(2);
    assertThat(writes.get(1)).startsWith("\0338\r\033[Jwarning\n\033[?2026h").contains("a\033[K");
  }

  @Test
  void aPromptTakesTheFrameAway() throws IOException {
    draw("a");
    print("your choice: ");
    draw("a");

    assertThat(writes).hasSize(2).last().isEqualTo("\0338\r\033[Jyour choice: ");
  }

  @Test
  void whileAPromptIsOpenThereIsNoFrame() throws IOException {
    print("your choice: ");
    draw("a");
    assertThat(writes).hasSize(1);

    screen.typed(true);
    draw("a");
    assertThat(writes).hasSize(2);
  }

  @Test
  void whatAPipeAnswersEndsNoLineOnTheTerminal() throws IOException {
    print("your choice: ");
    screen.typed(false);

    assertThat(writes).containsExactly("your choice: ", "\r\n");
  }

  @Test
  void afterAChangeOfSizeTheFrameBeginsAtTheTop() throws IOException {
    draw("a");
    size = new Screen.Size(40, 3);
    draw("a");
    size = new Screen.Size(50, 3);
    draw("a");

    assertThat(writes.get(1)).as("what is seen is moved out").startsWith("\033[3;1H\n\n\n\033[H");
    assertThat(writes.get(2)).as("only the frame is seen").startsWith("\033[H\033[J");
  }

  @Test
  void aFrameThatIsLeftStaysAndTextsComeBelow() throws IOException {
    draw("a", "b");
    screen.settle();
    print("the end\n");

    assertThat(writes.get(1)).startsWith("\0338").endsWith("\033[2B\r");
    assertThat(writes.get(2)).isEqualTo("the end\n");
  }

  @Test
  void theSignOfALineIsPainted() throws IOException {
    screen.draw(_ -> List.of(new Screen.Line("  x plan", 2, 3, "31"), Screen.Line.dim("note")));

    assertThat(writes.getFirst())
        .contains("  \033[31mx\033[0m plan\033[K")
        .contains("\033[2mnote\033[0m");
  }

  @Test
  void controlCharactersAreShownAndLinesStayOne() {
    assertThat(screen.clean("a\nb\tc\033[2J")).isEqualTo("a b c\\u001b[2J");
  }
}
