package dev.attractor.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What others say does not command the terminal. */
class VisibleWriterTest {
  private static String written(String text) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(new VisibleWriter(out));
    writer.print(text);
    writer.flush();
    return out.toString();
  }

  @Test
  void controlCharactersAreShown() {
    assertThat(written("\033]0;owned\007\033[2Jboom\r\u009b2J\u007f\u202e"))
        .isEqualTo("\\u001b]0;owned\\u0007\\u001b[2Jboom\\u000d\\u009b2J\\u007f\\u202e");
    assertThat(written("a\tb\nc \u00e4 \ud83d\ude00")).isEqualTo("a\tb\nc \u00e4 \ud83d\ude00");
  }

  @Test
  void oneCharacterAndPartsOfArraysAreShown() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(new VisibleWriter(out));
    writer.write('\033');
    writer.write(new char[] {'a', '\033', 'b'}, 1, 2);
    writer.flush();
    assertThat(out).hasToString("\\u001b\\u001bb");
  }

  @Test
  void jsonMeansTheSame() {
    String json = JsonMapper.shared().writeValueAsString("\033[2J\u009b\u202e");
    assertThat(JsonMapper.shared().readTree(written(json)).asString())
        .isEqualTo("\033[2J\u009b\u202e");
  }
}
