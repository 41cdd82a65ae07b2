package dev.attractor.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a page that is made from the code: the page is held equal to it, and {@code
 * -Dattractor.docs.write=true} writes it anew.
 *
 * @param page a Markdown file with the lines that begin and end the part
 * @param test the simple name of the test that makes it
 */
public record GeneratedPart(Path page, String test) {
  private static final String END = "<!-- end -->\n";

  /**
   * Asserts that the page tells this, or writes it there.
   *
   * @throws IOException when the page cannot be read or written
   */
  public void tells(String text) throws IOException {
    String whole = Files.readString(page);
    String first =
        "<!-- begin of what %s has written with -Dattractor.docs.write=true -->\n".formatted(test);
    assertThat(whole).as(page.toString()).contains(first);
    int begin = whole.indexOf(first) + first.length();
    int end = whole.indexOf(END, begin);
    assertThat(end).as("where the part of %s ends".formatted(page)).isNotNegative();
    String told = whole.substring(begin, end);
    if (Boolean.getBoolean("attractor.docs.write")) {
      Files.writeString(page, whole.substring(0, begin) + text + whole.substring(end));
      told = text;
    }
    assertThat(told).as("write it with -Dattractor.docs.write=true").isEqualTo(text);
  }
}
