package dev.attractor.archtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/semantics.md is the law that code and messages cite: every section cited exists and every
 * section has tests, which docs/conformance.md names and which exist, too.
 */
class ConformanceTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

  /** A section as it is headed, and what is set in bold within one. */
  private static final Pattern HEADING =
      Pattern.compile("(?<=^## )§\\d+|(?<=\\*\\*)[A-Z][^*.]*(?=\\.?\\*\\*)", Pattern.MULTILINE);

  private static final Pattern SECTION = Pattern.compile("(?<=^## )§\\d+", Pattern.MULTILINE);

  private static final Pattern CITATION =
      Pattern.compile("SEMANTICS §\\d+((, | and )(§\\d+|\"[^\"]+\"))*");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    List<MatchResult> named =
        NAMED.matcher(Files.readString(ROOT.resolve("docs/conformance.md"))).results().toList();
    assertThat(named).hasSizeGreaterThan(30);
    for (MatchResult test : named) {
      assertThat(source(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
    }
  }

  @Test
  void everySectionThatIsCitedExists() throws IOException {
    Set<String> headings =
        matches(HEADING, Files.readString(ROOT.resolve("docs/semantics.md")))
            .collect(Collectors.toSet());
    List<String> cited = new ArrayList<>();
    for (Path file : Sources.below("src")) {
      String text = Files.readString(file).replaceAll("\\s*\\n\\s*\\*?\\s*", " ");
      for (MatchResult citation : CITATION.matcher(text).results().toList()) {
        assertThat(headings)
            .as(file + ": " + citation.group())
            .containsAll(named(citation.group()));
        cited.add(citation.group());
      }
    }
    assertThat(cited).hasSizeGreaterThan(100);
  }

  @Test
  void everySectionHasItsTests() throws IOException {
    String conformance = Files.readString(ROOT.resolve("docs/conformance.md"));
    matches(SECTION, Files.readString(ROOT.resolve("docs/semantics.md")))
        .forEach(section -> {
          int heading = conformance.indexOf("### " + section + " ");
          assertThat(heading).as("docs/conformance.md has no " + section).isNotNegative();
          int next = conformance.indexOf("\n##", heading);
          assertThat(NAMED.matcher(conformance.substring(heading, next)).find())
              .as("tests of " + section)
              .isTrue();
        });
  }

  /** The sections and the quoted parts of them. */
  private static List<String> named(String citation) {
    return matches(Pattern.compile("§\\d+|(?<=\")[^\"]+(?=\")"), citation)
        .filter(name -> !name.matches("\\s*(and|,)\\s*"))
        .toList();
  }

  private static Stream<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).map(String::strip);
  }

  private static String source(String testClass) throws IOException {
    for (Path file : Sources.below("src/test/java")) {
      if (file.endsWith(testClass + ".java")) {
        return Files.readString(file);
      }
    }
    throw new AssertionError("there is no " + testClass);
  }
}
