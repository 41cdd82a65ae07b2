package dev.attractor.cli.pipelines;

import dev.attractor.domain.lint.Suggestions;
import dev.attractor.ports.AttractorException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** A pipeline to begin with, which comes with the program as {@code <word>.dot}, with its cases. */
enum Template {
  LINEAR,
  REVIEW,
  FIX,
  ISSUE,
  UPDATE,
  UNITS,
  REVIEWERS,
  PROVIDERS;

  private static final String COMMENT = "// ";

  /**
   * Returns the one that is called so.
   *
   * @throws AttractorException when there is none, with the name that was probably meant
   */
  static Template named(String word) {
    List<String> words = Arrays.stream(values()).map(Template::word).toList();
    return Arrays.stream(values())
        .filter(template -> template.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            AttractorException.usage(
                "there is no template '%s'".formatted(word),
                Suggestions.closest(word, words)
                        .map("did you mean %s? "::formatted)
                        .orElse("there are %s; ".formatted(String.join(", ", words)))
                    + "attractor init --list tells what each is for"));
  }

  /** What people call them. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(Template::word).iterator();
    }
  }

  /** Returns what people call it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what it is for, in one line: the comment that its file begins with. */
  String summary() {
    return text().lines().findFirst().orElseThrow().substring(COMMENT.length());
  }

  /** Returns the pipeline. */
  String text() {
    return Shipped.text("templates/%s.dot".formatted(word()));
  }

  /** Returns the cases that the pipeline is tested with. */
  String cases() {
    return Shipped.text("templates/%s.dot.tests.yaml".formatted(word()));
  }
}
