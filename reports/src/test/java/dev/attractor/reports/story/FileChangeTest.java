package dev.attractor.reports.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a patch changes. */
class FileChangeTest {
  @Test
  void linesAreCountedAndHeadersAreNot() {
    String patch =
        """
        diff --git a/src/a.txt b/src/a.txt
        index 1..2 100644
        --- a/src/a.txt
        +++ b/src/a.txt
        @@ -1,2 +1,3 @@
         same
        -old
        +new
        +--- looks like a header
        diff --git a/gone b/gone
        deleted file mode 100644
        --- a/gone
        +++ /dev/null
        @@ -1 +0,0 @@
        -x
        diff --git a/old name b/new name
        similarity index 100%
        rename from old name
        rename to new name
        diff --git a/p.png b/p.png
        Binary files a/p.png and b/p.png differ
        """;

    assertThat(FileChange.in(patch))
        .containsExactly(
            new FileChange("src/a.txt", 2, 1, false),
            new FileChange("gone", 0, 1, false),
            new FileChange("new name", 0, 0, false),
            new FileChange("p.png", 0, 0, true));
    assertThat(FileChange.in("")).isEmpty();
    assertThat(new FileChange("p.png", 0, 0, true).size()).isEqualTo("binary");
  }

  @Test
  void pathsThatGitQuotesAreToldAsTheyAre() {
    String patch =
        """
        diff --git "a/evil<b>\\342\\200\\256n'\\".txt" "b/evil<b>\\342\\200\\256n'\\".txt"
        new file mode 100644
        --- /dev/null
        +++ "b/evil<b>\\342\\200\\256n'\\".txt"
        @@ -0,0 +1 @@
        +x
        diff --git a/x "b/tab\\there \\303\\274"
        similarity index 100%
        rename from x
        rename to "tab\\there \\303\\274"
        """;

    assertThat(FileChange.in(patch))
        .containsExactly(
            new FileChange("evil<b>\u202en'\".txt", 1, 0, false),
            new FileChange("tab\there ü", 0, 0, false));
  }
}
