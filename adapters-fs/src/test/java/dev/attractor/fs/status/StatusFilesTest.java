package dev.attractor.fs.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attractor.domain.outcome.StageReport;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.domain.secret.SecretNames;
import dev.attractor.ports.runfolder.StatusWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS §3: status files. */
class StatusFilesTest {
  @TempDir private Path folder = Path.of("");
  private Path worktree = Path.of("");
  private Path statusPath = Path.of("");

  @BeforeEach
  void makeWorktree() throws IOException {
    worktree = Files.createDirectories(folder.resolve("worktree"));
    Files.createDirectories(worktree.resolve(".ai"));
    statusPath = folder.resolve("status.json");
  }

  private FileStatusWatch watch() {
    return new FileStatusWatch(
        List.of(statusPath), worktree, Set.of(), Redactor.of(Map.of(), SecretNames.USUAL));
  }

  private static StageReport report(StatusWatch.Reading reading) {
    return ((StatusWatch.Found) reading).report();
  }

  @Test
  void theGivenPathComesBeforeTheWorktreeBeforeItsAiFolder() throws IOException {
    FileStatusWatch watch = watch();
    Files.writeString(worktree.resolve(".ai/status.json"), "{\"status\":\"third\"}");
    assertThat(report(watch.read()).status()).isEqualTo("third");

    watch = watch();
    Files.writeString(worktree.resolve(".ai/status.json"), "{\"status\":\"third\"}");
    Files.writeString(worktree.resolve("status.json"), "{\"status\":\"second\"}");
    assertThat(report(watch.read()).status()).isEqualTo("second");

    watch = watch();
    Files.writeString(worktree.resolve("status.json"), "{\"status\":\"second\"}");
    Files.writeString(statusPath, "{\"status\":\"first\"}");
    assertThat(report(watch.read()).status()).isEqualTo("first");
  }

  @Test
  void worktreeCopiesAreRemoved() throws IOException {
    FileStatusWatch watch = watch();
    Files.writeString(worktree.resolve("status.json"), "{\"status\":\"ok\"}");
    Files.writeString(worktree.resolve(".ai/status.json"), "{\"status\":\"ok\"}");
    watch.read();

    assertThat(worktree.resolve("status.json")).doesNotExist();
    assertThat(worktree.resolve(".ai/status.json")).doesNotExist();
  }

  @Test
  void aFileFromBeforeTheAttemptIsIgnoredAndKept() throws IOException {
    Files.writeString(worktree.resolve("status.json"), "{\"status\":\"fail\"}");

    assertThat(watch().read()).isInstanceOf(StatusWatch.Missing.class);
    assertThat(worktree.resolve("status.json")).exists();
  }

  /** SEMANTICS §3: a tar may bring one along, a stage may check one out. */
  @Test
  void aFileThatCameDuringTheAttemptButIsOlderIsIgnored() throws IOException {
    FileStatusWatch watch = watch();
    Path file = Files.writeString(worktree.resolve("status.json"), "{\"status\":\"success\"}");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

    assertThat(watch.read()).isInstanceOf(StatusWatch.Missing.class);
  }

  @Test
  void readsAllFieldsAndFlattensTheContext() throws IOException {
    FileStatusWatch watch = watch();
    Files.writeString(
        statusPath,
        """
        {"status": "fail", "outcome": "success", "failure_reason": "r", "failure_class": "c",
         "failure_signature": "s", "preferred_label": "L", "suggested_next_ids": ["a", "b"],
         "context_updates": {"x": {"y": 1}, "list": [1, 2], "flag": true, "none": null},
         "notes": "n", "details": "d", "unknown": {"is": "no error"}}
        """);

    assertThat(report(watch.read()))
        .isEqualTo(
            new StageReport(
                "fail",
                "r",
                "c",
                "s",
                "L",
                List.of("a", "b"),
                Map.of("x.y", "1", "list", "[1,2]", "flag", "true", "none", ""),
                "n",
                "d"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "\"success\"",
        "{}",
        "{\"status\":\"\"}",
        "{\"status\":\"ok\"",
        "{\"status\":\"ok\",\"suggested_next_ids\":\"a\"}",
        "{\"status\":\"ok\",\"context_updates\":[]}",
        "{\"status\":\"ok\",\"status\":\"fail\"}",
        "{\"status\":false}",
        "{\"status\":true}",
        "{\"status\":123}",
        "{\"status\":null}",
        "{\"status\":[\"fail\"]}",
        "{\"status\":{\"state\":\"failed\"}}",
        "{\"outcome\":0}",
        "{\"outcome\":null}",
        "{\"outcome\":[\"success\"]}",
        "{\"status\":\"success\",\"outcome\":false}",
        "{\"status\":null,\"outcome\":\"success\"}",
        "{\"status\":\" \",\"outcome\":\"success\"}",
        "{\"status\":\"ok\",\"suggested_next_ids\":[1]}",
        "{\"status\":\"ok\",\"suggested_next_ids\":[\"a\",null]}",
        "{\"status\":\"ok\",\"suggested_next_ids\":[{\"id\":\"a\"}]}",
        "{\"status\":\"ok\",\"suggested_next_ids\":[[\"a\"]]}",
        "{\"status\":\"ok\",\"suggested_next_ids\":{\"a\":1}}",
        "{\"status\":\"ok\",\"suggested_next_ids\":7}"
      })
  void whatDoesNotParseIsNeverASilentSuccess(String content) throws IOException {
    FileStatusWatch watch = watch();
    Files.writeString(statusPath, content);

    assertThat(watch.read())
        .isInstanceOfSatisfying(
            StatusWatch.Malformed.class, malformed -> assertThat(malformed.problem()).isNotBlank());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"status":"fail","outcome":"success"}  | fail
          {"outcome":"success"}                  | success
          {"status":"ok"}                        | success
          {"outcome":"Partially Succeeded"}      | partial_success
          {"status":"success","outcome":"error"} | success
          """)
  void bothKeysWorkAndStatusWins(String content, String word) throws IOException {
    FileStatusWatch watch = watch();
    Files.writeString(statusPath, content);

    assertThat(report(watch.read()).toOutcome().status().word()).isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"color\":\"blue\"}",
        "{\"context.color\":\"blue\"}",
        "{\"context\":{\"color\":\"blue\"}}",
        "{\"context\":{\"context.color\":\"blue\"}}",
        "{\"color\":\"blue\",\"context\":{\"color\":\"red\"}}",
        "{\"context\":{\"color\":\"red\"},\"color\":\"blue\"}"
      })
  void whatIsWrittenAsContextColorIsColor(String updates) throws IOException {
    FileStatusWatch watch = watch();
    Files.writeString(statusPath, "{\"status\":\"ok\",\"context_updates\":" + updates + "}");

    assertThat(report(watch.read()).toOutcome().contextUpdates())
        .isEqualTo(Map.of("color", "blue"));
  }

  @Test
  void detailsMayBeAnObjectOrAList() throws IOException {
    FileStatusWatch watch = watch();
    Files.writeString(
        statusPath, "{\"status\":\"fail\",\"details\":[\"one\",\"two\"],\"notes\":3}");

    assertThat(report(watch.read()).toOutcome().failure().orElseThrow().reason())
        .isEqualTo("[\"one\",\"two\"]");
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    FileStatusWatch watch = watch();
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "{\"status\":\"ok\"}");
    Files.createSymbolicLink(worktree.resolve("status.json"), elsewhere);

    assertThat(watch.read()).isInstanceOf(StatusWatch.Malformed.class);
    assertThat(elsewhere).exists();
  }

  @Test
  void whatIsReachedByALinkIsNobodysReport() throws IOException {
    FileStatusWatch watch = watch();
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path file = Files.writeString(elsewhere.resolve("status.json"), "{\"status\":\"ok\"}");
    Files.delete(worktree.resolve(".ai"));
    Files.createSymbolicLink(worktree.resolve(".ai"), elsewhere);
    assertThat(watch.read()).isInstanceOf(StatusWatch.Missing.class);

    Files.delete(worktree.resolve(".ai"));
    Files.delete(worktree);
    Files.createSymbolicLink(worktree, elsewhere);
    assertThat(watch.read()).isInstanceOf(StatusWatch.Missing.class);
    assertThat(file).exists();
  }
}
