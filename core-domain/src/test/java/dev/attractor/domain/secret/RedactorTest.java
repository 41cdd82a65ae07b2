package dev.attractor.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §10: secrets are left out of what is told. */
class RedactorTest {
  private static final String VALUE = "s3cr\"et\\va/lue+9&";
  private static final String KEY =
      """
      -----BEGIN PRIVATE KEY-----
      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj
      Ao5VxXkTbdTbnFYNnhuVWRWw3zWMvvbGhxsqUTUdjzU1qKqXbQ0vfZ6nUTPqqvIt
      -----END PRIVATE KEY-----
      """;
  private static final Redactor REDACTOR =
      Redactor.of(
          Map.of(
              "MY_TOKEN", VALUE, "OTHER_KEY", "abcdef1", "LONG_KEY", "abcdef1ghi", "PATH", "/bin"),
          SecretNames.USUAL);
  private static final Redactor SHAPES = Redactor.of(Map.of(), SecretNames.USUAL);

  private static List<Long> lines(Redactor redactor, String text) {
    KnownLines lines = redactor.lines();
    text.chars().forEach(c -> lines.take(Character.toString(c)));
    return lines.found();
  }

  private static boolean knows(Redactor redactor, String text) {
    return !lines(redactor, text).isEmpty();
  }

  private static String text(String text) {
    return REDACTOR.text(text);
  }

  @Test
  void aKnownValueIsFoundInEveryFormInWhichProgramsWriteIt() {
    byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            VALUE,
            "s3cr\\\"et\\\\va/lue+9&",
            "s3cr\\\"et\\\\va\\/lue+9&",
            "s3cr\\\"et\\\\va/lue+9\\u0026",
            "s3cr\\\\\\\"et\\\\\\\\va/lue+9&",
            URLEncoder.encode(VALUE, StandardCharsets.UTF_8),
            "s3cr%22et%5cva%2flue%2b9%26",
            "s3cr%22et%5Cva/lue+9&",
            Base64.getEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    for (String form : forms) {
      assertThat(text("before " + form + " after"))
          .as(form)
          .startsWith("before [redacted]")
          .endsWith(" after")
          .doesNotContain(form.substring(2, 10));
    }
  }

  @Test
  void aKnownValueIsFoundAsShellsQuoteIt() {
    Redactor shells = Redactor.of(Map.of("A_TOKEN", "tok'en9 v$lue\"x"), SecretNames.USUAL);
    for (String form :
        List.of(
            "'tok'\\''en9 v$lue\"x'",
            "'tok'\"'\"'en9 v$lue\"x'",
            "$'tok\\'en9 v$lue\"x'",
            "\"tok'en9 v\\$lue\\\"x\"",
            "tok\\'en9\\ v\\$lue\\\"x")) {
      assertThat(shells.text(form)).as(form).contains("[redacted]").doesNotContain("en9");
    }
  }

  @Test
  void aKnownValueIsFoundInBase64WhereverItBegins() {
    for (String before : List.of("", "u", "me", "me:", "user:")) {
      String whole =
          Base64.getEncoder()
              .encodeToString((before + VALUE + " x").getBytes(StandardCharsets.UTF_8));
      assertThat(text(whole)).as(whole).contains("[redacted]").hasSizeLessThan(24);
    }
  }

  @Test
  void aValueOfSeveralLinesIsFoundInOneAndLineByLine() {
    Redactor keys =
        Redactor.of(Map.of("DEPLOY_KEY", KEY.replace("PRIVATE", "")), SecretNames.USUAL);
    String lines = KEY.replace("PRIVATE", "");

    assertThat(keys.text(lines)).isEqualTo("[redacted]\n");
    assertThat(keys.text(lines.replace("\n", "\\n"))).startsWith("[redacted]");
    assertThat(keys.text(lines.replaceAll("(?m)^M", "+M"))).doesNotContain("MIIE");
  }

  @Test
  void lineBreaksWithinAValueDoNotHideIt() {
    assertThat(text("a abc\ndef1 b")).isEqualTo("a [redacted] b");
    assertThat(text("a abc\r\nde\nf1 b")).isEqualTo("a [redacted] b");
    String wrapped =
        Base64.getMimeEncoder(8, new byte[] {'\n'})
            .encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));
    assertThat(text(wrapped)).hasSizeLessThan(14).startsWith("[redacted]");
  }

  @Test
  void ofValuesThatOverlapNothingStays() {
    assertThat(text("abcdef1ghi")).isEqualTo("[redacted]");
    assertThat(text("abcdef1gh")).isEqualTo("[redacted]gh");
    assertThat(text("abcdabcdef1")).isEqualTo("abcd[redacted]");
    assertThat(text("abcdef1abcdef1ghi")).isEqualTo("[redacted]");
  }

  @Test
  void whatIsNoSecretStays() {
    for (String plain :
        List.of(
            "nothing",
            "",
            "the bearer of bad news, basic authentication and basic responsibilities",
            "a task-implementation-of-everything and a disk-something-else-to-do",
            "an authorization of the owner",
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
            "AKIA is a prefix",
            "\n\n\r\n \n")) {
      assertThat(text(plain)).isSameAs(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer %s",
        "Authorization: \"Bearer %s\"",
        "{\"Authorization\": \"Bearer %s\"}",
        "{\\\"authorization\\\":\\\"Basic %s\\\"}",
        "'Authorization': ['%s']",
        "Authorization=%s&x=1",
        "proxy-authorization: token %s",
        "-H 'X-Api-Key: %s' http://x",
        "sent Bearer %s there",
        "AWS_SECRET_ACCESS_KEY=%s",
        "aws_secret_access_key = %s",
        "\"SecretAccessKey\": \"%s\",",
        "sk-%s",
        "\\nsk-%s",
        "key=sk-ant-%s",
        "ghp_%s",
        "github_pat_%s",
        "AKIA%s",
      })
  void theUsualShapesAreFound(String around) {
    String secret = "ABCD1234EFGH5678IJKL";
    assertThat(SHAPES.text(around.formatted(secret)))
        .contains("[redacted]")
        .doesNotContain(secret)
        .doesNotContain("5678");
  }

  @Test
  void aPrivateKeyIsFoundAsABlock() {
    assertThat(SHAPES.text("a\n" + KEY + "b")).isEqualTo("a\n[redacted]\nb");
    assertThat(SHAPES.text(KEY.replace("PRIVATE", "RSA PRIVATE"))).isEqualTo("[redacted]\n");
    assertThat(SHAPES.text("{\"k\":\"" + KEY.replace("\n", "\\n") + "\"}"))
        .isEqualTo("{\"k\":\"[redacted]\\n\"}");
  }

  @Test
  void whateverThePiecesAreTheTextComesOutTheSame() {
    Random random = new Random(7);
    String text =
        IntStream.range(0, 400)
            .mapToObj(_ ->
                List.of(
                        VALUE,
                        "abcdef1",
                        "abcdef1ghi",
                        "abc",
                        " ",
                        "\n",
                        "Bearer ABCDEFGH12345",
                        "Authorization: Basic x y\n",
                        KEY,
                        "sk-0123456789abcdefgh ",
                        "words")
                    .get(random.nextInt(11)))
            .collect(Collectors.joining());
    for (int round = 0; round < 50; round++) {
      RedactingStream stream = REDACTOR.stream();
      StringBuilder out = new StringBuilder();
      for (int at = 0; at < text.length(); ) {
        // A piece that ends with a line may tell the first signs of a secret: none does here.
        int to = Math.min(text.length(), at + 1 + random.nextInt(40));
        while (to < text.length() && text.charAt(to - 1) == '\n') {
          to++;
        }
        out.append(stream.take(text.substring(at, to)));
        at = to;
      }
      out.append(stream.end());
      assertThat(out).hasToString(REDACTOR.text(text));
    }
  }

  @Test
  void aLineIsNotHeldBackForAFewSigns() {
    RedactingStream stream = REDACTOR.stream();

    assertThat(stream.take("this is a\n")).isEqualTo("this is a\n");
    assertThat(stream.take("this abcd\n")).isEqualTo("this ");
    assertThat(stream.take("ef1 and more\n")).isEqualTo("[redacted] and more\n");
  }

  @Test
  void aWordOfThePipelineIsNoSecretAndAnyOtherIs() {
    Redactor words =
        Redactor.of(
            Map.of("SORT_KEY", "created", "A_KEY", "success", "A_PASSWORD", "abcdqwertyuizxcv"),
            SecretNames.USUAL,
            Set.of("created"));

    assertThat(words.text("created")).isEqualTo("created");
    assertThat(words.text("created at")).isEqualTo("created at");
    assertThat(words.text("a success")).isEqualTo("a success");
    assertThat(knows(words, "created")).isFalse();
    assertThat(words.text("abcdqwertyuizxcv")).isEqualTo("[redacted]");
    assertThat(knows(words, "abcdqwertyuizxcv")).isTrue();
    assertThat(knows(REDACTOR, "+ abcdef1")).isTrue();
    assertThat(knows(REDACTOR, "+ sk-0123456789abcdefgh")).isFalse();
  }

  @Test
  void theLinesInWhichAKnownValueEndsAreCountedByLineFeeds() {
    String text =
        "abcdef1\r\n%s10%%\rabcdef1ghi abcdef1\n\nsk-0123456789abcdefgh\nabc\ndef1"
            .formatted("x".repeat(9000) + "\n");

    assertThat(lines(REDACTOR, text)).containsExactly(1L, 3L, 7L);
    assertThat(REDACTOR.knowsSecrets()).isTrue();
    assertThat(SHAPES.knowsSecrets()).isFalse();
  }

  @Test
  void whatWasRedactedStaysAsItIs() {
    String once = text("Authorization: Bearer abc and abcdef1 in " + KEY);
    assertThat(text(once)).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A_KEY",
        "A_TOKEN",
        "TOKEN",
        "my_secret",
        "Authorization",
        "DB_PASSWORD",
        "PASSWORD_OF_DB",
        "MYSQL_PASSWD",
        "X_CREDENTIALS",
        "GITHUB_PAT",
        "LICENSE_TEXT",
        "plain"
      })
  void theNamesOfSecrets(String name) {
    assertThat(new SecretNames(List.of("LICENSE_*", "PLAIN")).contains(name)).isTrue();
    assertThat(new SecretNames(List.of()).contains("X" + name + "S"))
        .isEqualTo(name.contains("PASS") || name.contains("CRED"));
  }
}
