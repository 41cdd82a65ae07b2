package dev.attractor.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.run.Attempt;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS §10: a commit that holds a known secret is told. */
class PatchSecretsTest {
  private static final Redactor REDACTOR =
      Redactor.of(Map.of("A_KEY", "s3cret-value"), SecretNames.USUAL);

  @Test
  void fileAndLineAreNamed() {
    String patch =
        """
        diff --git a/old b/new
        --- a/old
        +++ b/new
        @@ -1,2 +3,4 @@ s3cret-value
         context s3cret-value
        -s3cret-value
        +created
        +++ key = "s3cret-value"
        +c3NjcmV0 s3cret%2Dvalue
        diff --git a/x b/dir/x
        --- /dev/null
        +++ b/dir/x
        @@ -0,0 +1 @@
        +czNjcmV0LXZhbHVl
        """;

    assertThat(PatchSecrets.warning(Attempt.first("work", 1), patch, REDACTOR))
        .hasValueSatisfying(warning ->
            assertThat(warning.message())
                .contains("the commit of work#1.1 holds the value of a secret: new:5, dir/x:1;"));
  }

  /** Git ends lines with a line feed, and so do the numbers of lines. */
  @Test
  void aCarriageReturnEndsNoLine() {
    String patch =
        "diff --git a/x b/x\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\r\n+1%\rs3cret-value\n";

    assertThat(PatchSecrets.warning(Attempt.first("work", 1), patch, REDACTOR))
        .hasValueSatisfying(warning -> assertThat(warning.message()).contains(": x:2;"));
  }

  @Test
  void aPatchWithoutSecretsIsNotTold() {
    assertThat(PatchSecrets.warning(Attempt.first("work", 1), "+created", REDACTOR)).isEmpty();
  }
}
