package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.pipeline.NodeId;
import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.workspace.NewContent;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS §10: a commit that holds a known secret is told. */
class CommitSecretsTest {
  private static final Redactor REDACTOR =
      Redactor.of(
          Map.of("A_KEY", "s3cret-value", "B_PASSWORD", "abcdqwertyuizxcv"), SecretNames.USUAL);

  private static NewContent file(String path, String before, String now) {
    return new NewContent(path, now.length(), content(now), content(before));
  }

  private static NewContent.Content content(String text) {
    return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> told(NewContent... brought) {
    return CommitSecrets.warnings(Attempt.first(new NodeId("work"), 1), List.of(brought), REDACTOR)
        .stream()
        .map(RunEvent.Warning::message)
        .toList();
  }

  @Test
  void fileAndLineAreNamedWhateverTheFileIs() {
    assertThat(
            told(
                file("new", "", "one\nkey = \"s3cret-value\"\nczNjcmV0LXZhbHVl\n"),
                file("progress", "", "10%\rs3cret-value\n"),
                file("binary", "", "\0\1\uFFFD\ns3cret-value"),
                file("letters", "", "abcdqwertyuizxcv"),
                file("clean", "", "sk-0123456789abcdefgh\n")))
        .singleElement()
        .asString()
        .contains(
            "the commit of work#1.1 holds the value of a secret: new:2, new:3, progress:1,"
                + " binary:2, letters:1;");
  }

  @Test
  void aSecretThatWasThereBeforeIsNotToldAgain() {
    assertThat(told(file("old", "s3cret-value\n", "first\ns3cret-value\n"))).isEmpty();
    assertThat(told(file("old", "s3cret-value\n", "s3cret-value\ns3cret-value\n"))).hasSize(1);
  }

  @Test
  void manyPlacesAreCutOff() {
    assertThat(told(file("many", "", "s3cret-value\n".repeat(1000))))
        .singleElement()
        .asString()
        .contains("many:10, ...")
        .doesNotContain("many:11");
  }

  @Test
  void whatIsNotLookedThroughIsTold() {
    NewContent.Content missing =
        () -> {
          throw new FileNotFoundException("gone");
        };
    assertThat(
            told(
                new NewContent("large", 33L << 20, missing, NewContent.Content.NONE),
                new NewContent("lost", 1, missing, NewContent.Content.NONE)))
        .singleElement()
        .asString()
        .contains("not looked through", "large (33 MB), lost (gone)");
  }
}
