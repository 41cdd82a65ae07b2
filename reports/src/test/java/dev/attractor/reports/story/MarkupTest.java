package dev.attractor.reports.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Texts of others stay texts. */
class MarkupTest {
  @Test
  void nothingBecomesMarkupAndNothingHides() {
    assertThat(Markup.text("<script>alert('x')</script> & \"y\""))
        .isEqualTo("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;");
    assertThat(Markup.text("a\u001b[31mb\r\nc\td")).isEqualTo("a\u241b[31mb\nc\td");
    assertThat(Markup.text("a\u202eb\u2066c\u200bd")).isEqualTo("aU+202EbU+2066cU+200Bd");
    assertThat(Markup.text("\ud800x")).isEqualTo("U+D800x");
    assertThat(Markup.text("f\u00fcr \ud83d\ude00")).isEqualTo("f\u00fcr \ud83d\ude00");
  }

  @Test
  void aLineOfMarkdownHasNoMarks() {
    assertThat(Markup.line("a *b* `c`\n# d [e](f) <g>"))
        .isEqualTo("a \\*b\\* \\`c\\` \\# d \\[e\\](f) &lt;g&gt;");
  }

  @Test
  void anAddressIsOne() {
    assertThat(Markup.link(Path.of("/a b/\"c\"?#%"))).isEqualTo("file:///a%20b/%22c%22%3F%23%25");
  }
}
