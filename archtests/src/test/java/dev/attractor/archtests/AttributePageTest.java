package dev.attractor.archtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.KnownAttribute;
import dev.attractor.testkit.docs.GeneratedPart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/attributes.md is the table of attributes that the code has. */
class AttributePageTest {
  @Test
  void thePageHasEveryAttribute() throws IOException {
    assertThat(KnownAttribute.all()).allSatisfy(one -> assertThat(one.meaning()).isNotBlank());
    new GeneratedPart(Path.of("../docs/attributes.md"), "AttributePageTest")
        .tells(
            KnownAttribute.all().stream()
                .map(AttributePageTest::row)
                .collect(
                    Collectors.joining(
                        "",
                        "| attribute | on | value | meaning | aliases |\n"
                            + "| --- | --- | --- | --- | --- |\n",
                        "")));
  }

  private static String row(KnownAttribute attribute) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            attribute.name(),
            Stream.of(KnownAttribute.Place.values())
                .filter(attribute.places()::contains)
                .map(place -> place.shown().replaceFirst("^(the|an?) ", ""))
                .collect(Collectors.joining(", ")),
            attribute
                .type()
                .map(type -> type.expectation().replaceFirst("(, for example|; a bare).*", ""))
                .orElse("text"),
            attribute.meaning(),
            attribute.aliases().stream()
                .map(alias -> "`%s`".formatted(alias.name()))
                .collect(Collectors.joining(", ")));
  }
}
